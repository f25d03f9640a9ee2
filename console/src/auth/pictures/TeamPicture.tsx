const PEOPLE = [
  { x: 220, y: 56, r: 30, lead: true },
  { x: 84, y: 176, r: 25, lead: false },
  { x: 220, y: 176, r: 25, lead: false },
  { x: 356, y: 176, r: 25, lead: false },
];

/** A supervisor and three reps on one line. */
export function TeamPicture() {
  return (
    <svg viewBox="0 0 440 260" aria-hidden="true" focusable="false" fill="none">
      <path
        d="M220 86v30M84 151v-15c0-12 8-20 20-20h232c12 0 20 8 20 20v15M220 116v35"
        stroke="#ffc46b"
        strokeWidth="4"
        strokeLinecap="round"
      />
      {PEOPLE.map(({ x, y, r, lead }) => (
        <g key={`${x}-${y}`}>
          <circle
            cx={x}
            cy={y}
            r={r}
            fill={lead ? "#ffc46b" : "#13504c"}
            stroke={lead ? "#ffc46b" : "#9fd3cb"}
            strokeWidth="2"
          />
          <circle cx={x} cy={y - r * 0.22} r={r * 0.3} fill={lead ? "#0c3937" : "#e4f1ee"} />
          <path
            d={`M${x - r * 0.52} ${y + r * 0.62}c0-${r * 0.68} ${r * 1.04}-${r * 0.68} ${r * 1.04} 0z`}
            fill={lead ? "#0c3937" : "#e4f1ee"}
          />
          {!lead && (
            <path
              d={`M${x - 24} ${y + 44}h48M${x - 16} ${y + 58}h32`}
              stroke="#e4f1ee"
              strokeOpacity=".5"
              strokeWidth="4"
              strokeLinecap="round"
            />
          )}
        </g>
      ))}
    </svg>
  );
}
