import type { CompletedCommand, CompletedOption } from "./read-commands";
import type { Shell } from "./shells";

/** The script that lets a shell complete these commands. */
export function completionScript(shell: Shell, commands: readonly CompletedCommand[]): string {
  return SCRIPT_BY_SHELL[shell](commands);
}

const SCRIPT_BY_SHELL: Readonly<Record<Shell, (commands: readonly CompletedCommand[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

const wordsOf = (options: readonly CompletedOption[]) => [...options.map(({ long }) => long), "--help"].join(" ");

function bashScript(commands: readonly CompletedCommand[]): string {
  const cases = commands.map(({ name, options, words }) =>
    [
      `    ${name})`,
      `      options="${wordsOf(options)}"`,
      ...(words.length > 0 ? [`      words="${words.join(" ")}"`] : []),
      ...bashValues(options),
      "      ;;",
    ].join("\n"),
  );
  return `_convofold() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}" options="" words="" values=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(" ")} --help --version" -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join("\n")}
  esac
  if [ -n "$values" ]; then
    COMPREPLY=($(compgen -W "$values" -- "$current"))
  elif [ "\${current:0:1}" = "-" ]; then
    COMPREPLY=($(compgen -W "$options" -- "$current"))
  elif [ -n "$words" ] && [ "$COMP_CWORD" -eq 2 ]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  fi
}
complete -o default -F _convofold convofold
`;
}

function bashValues(options: readonly CompletedOption[]): string[] {
  const listed = options.filter(({ values }) => values.length > 0);
  if (listed.length === 0) return [];
  const cases = listed.map(({ long, values }) => `        ${long}) values="${values.join(" ")}" ;;`);
  return ['      case "$previous" in', ...cases, "      esac"];
}

/** Text within single quotes of zsh's descriptions, where brackets and colons mean something. */
const zshText = (text: string) => text.replace(/'/g, "'\\''").replace(/[[\]:]/g, "\\$&");

function zshScript(commands: readonly CompletedCommand[]): string {
  const list = commands.map(({ name, summary }) => `    '${name}:${zshText(summary)}'`);
  const cases = commands.map(({ name, options, words }) => {
    const rest = words.length > 0 ? `'1:what:(${words.join(" ")})' '*:file:_files'` : "'*:file:_files'";
    return [`    ${name})`, "      _arguments \\", ...options.map(zshOption), `        ${rest} ;;`].join("\n");
  });
  return `#compdef convofold
_convofold() {
  local -a commands=(
${list.join("\n")}
  )
  if ((CURRENT == 2)); then
    _describe 'command' commands
    return
  fi
  local command="$words[2]"
  shift words
  ((CURRENT--))
  case "$command" in
${cases.join("\n")}
  esac
}
compdef _convofold convofold
`;
}

function zshOption({ long, meaning, takesValue, values }: CompletedOption): string {
  const value = !takesValue ? "" : values.length > 0 ? `:value:(${values.join(" ")})` : ":value:_files";
  return `        '${long}[${zshText(meaning)}]${value}' \\`;
}

const fishText = (text: string) => `'${text.replace(/[\\']/g, "\\$&")}'`;

function fishScript(commands: readonly CompletedCommand[]): string {
  const lines = commands.flatMap(({ name, summary, options, words }) => {
    const within = `complete -c convofold -n '__fish_seen_subcommand_from ${name}'`;
    return [
      `complete -c convofold -n __fish_use_subcommand -f -a ${name} -d ${fishText(summary)}`,
      ...(words.length > 0 ? [`${within} -a '${words.join(" ")}'`] : []),
      ...options.map((option) => `${within} ${fishOption(option)}`),
    ];
  });
  return `${lines.join("\n")}\n`;
}

function fishOption({ long, short, meaning, takesValue, values }: CompletedOption): string {
  const letter = short === undefined ? "" : `-s ${short.slice(1)} `;
  const value = !takesValue ? "" : values.length > 0 ? ` -x -a '${values.join(" ")}'` : " -r";
  return `${letter}-l ${long.slice(2)}${value} -d ${fishText(meaning)}`;
}
