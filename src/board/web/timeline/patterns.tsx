/** What blocks are filled with beside their colour, and what fades those that go on. */
export function Patterns() {
  const line = { stroke: "var(--block-ink)", "stroke-opacity": 0.3 };
  return (
    <>
      <pattern id="stripes" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <line x1="0" x2="0" y1="0" y2="8" stroke-width="4" {...line} />
      </pattern>
      <pattern id="dots" width="7" height="7" patternUnits="userSpaceOnUse">
        <circle cx="3" cy="3" r="1.3" fill="var(--block-ink)" fill-opacity="0.35" />
      </pattern>
      <pattern id="bars" width="7" height="7" patternUnits="userSpaceOnUse">
        <line x1="0" x2="0" y1="0" y2="7" stroke-width="2" {...line} />
      </pattern>
      <pattern id="grid" width="7" height="7" patternUnits="userSpaceOnUse">
        <path d="M0 0H7M0 0V7" stroke-width="1.6" fill="none" {...line} />
      </pattern>
      <linearGradient id="fade">
        <stop offset="0" stop-color="var(--panel)" stop-opacity="0" />
        <stop offset="1" stop-color="var(--panel)" stop-opacity="0.95" />
      </linearGradient>
    </>
  );
}
