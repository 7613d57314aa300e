import type { Command } from "commander";

import type { ExitCode } from "./exit-code";
import { printOut } from "./print";

const EXAMPLE = `
Example:
  $ convofold policy check samples/policy.yaml`;

/** Adds `policy check`: what a policy comes to, per queue and medium, or what is wrong with it. */
export function addPolicyCommand(programme: Command, finish: (code: ExitCode) => void): void {
  const policy = programme.command("policy").description("limits, targets and spans");
  policy
    .command("check")
    .description("Shows what a policy comes to for each queue and medium that it names, or what is wrong with it.")
    .argument("<file>", "the policy, YAML")
    .option("--json", "as JSON")
    .addHelpText("after", EXAMPLE)
    .action(async (file: string, { json }: { readonly json?: boolean }) => {
      const [{ readPolicyFile }, { describePolicy, resolvePolicy }] = await Promise.all([
        import("../app/policy-file.js"),
        import("./print-policy.js"),
      ]);
      const resolved = resolvePolicy(readPolicyFile(file));
      printOut(json === true ? `${JSON.stringify(resolved, undefined, 2)}\n` : describePolicy(resolved));
      finish(0);
    });
}
