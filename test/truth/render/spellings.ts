/** The keys of a document as an SDK of some language writes them. */
export function respell(value: unknown, language: "python" | "dotnet"): unknown {
  if (Array.isArray(value)) return value.map((item) => respell(item, language));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [respellKey(key, language), respell(inner, language)]),
  );
}

function respellKey(key: string, language: "python" | "dotnet"): string {
  if (language === "dotnet") return key.charAt(0).toUpperCase() + key.slice(1);
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
