const COLUMNS = [
  { x: 16, cards: 3 },
  { x: 124, cards: 2 },
  { x: 232, cards: 2 },
  { x: 340, cards: 1 },
];

/** A board of stages, with leads on it. */
export function PipelinePicture() {
  return (
    <svg viewBox="0 0 440 260" aria-hidden="true" focusable="false" fill="none">
      <path d="M10 36h420" stroke="#ffc46b" strokeWidth="4" strokeLinecap="round" />
      {COLUMNS.map(({ x, cards }, at) => (
        <g key={x}>
          <circle cx={x + 42} cy="36" r="8" fill="#0c3937" stroke="#ffc46b" strokeWidth="3" />
          <rect
            x={x}
            y="60"
            width="84"
            height="180"
            rx="10"
            fill="#ffffff"
            fillOpacity=".06"
            stroke="#9fd3cb"
            strokeOpacity=".5"
          />
          {[0, 1, 2].slice(0, cards).map((row) => (
            <g key={row}>
              <rect
                x={x + 8}
                y={70 + row * 56}
                width="68"
                height="46"
                rx="7"
                fill="#ffffff"
                fillOpacity={at === 3 ? 0.3 : 0.15}
              />
              {at < 3 && (
                <path
                  d={`M${x + 16} ${84 + row * 56}h40M${x + 16} ${100 + row * 56}h26`}
                  stroke="#e4f1ee"
                  strokeWidth="4"
                  strokeLinecap="round"
                  strokeOpacity=".8"
                />
              )}
            </g>
          ))}
        </g>
      ))}
      <path
        d="M370 93l9 9 17-19"
        stroke="#ffc46b"
        strokeWidth="4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
