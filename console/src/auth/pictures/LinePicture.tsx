/** A lead's way through the glass pipe. */
export function LinePicture() {
  return (
    <svg viewBox="0 0 440 260" aria-hidden="true" focusable="false" fill="none">
      <rect
        x="30"
        y="84"
        width="380"
        height="92"
        rx="46"
        fill="#ffffff"
        fillOpacity=".06"
        stroke="#9fd3cb"
        strokeOpacity=".7"
        strokeWidth="2"
      />
      <path d="M62 104h300" stroke="#ffffff" strokeOpacity=".35" strokeWidth="3" strokeLinecap="round" />
      <path
        d="M-10 130h64c30 0 34-22 66-22s40 44 78 44 42-34 78-34 40 26 72 26 30-14 62-14h60"
        stroke="#ffc46b"
        strokeWidth="4"
        strokeLinecap="round"
      />
      {[
        [120, 108],
        [198, 152],
        [276, 118],
        [348, 144],
      ].map(([x, y]) => (
        <circle key={x} cx={x} cy={y} r="7" fill="#0c3937" stroke="#ffc46b" strokeWidth="3" />
      ))}
      <g stroke="#9fd3cb" strokeOpacity=".55" strokeWidth="2">
        <path d="M120 92V56M198 168v42M276 102V56M348 160v50" strokeDasharray="2 5" />
      </g>
      <g fill="#ffffff" fillOpacity=".12">
        <rect x="78" y="26" width="84" height="30" rx="8" />
        <rect x="156" y="210" width="84" height="30" rx="8" />
        <rect x="234" y="26" width="84" height="30" rx="8" />
        <rect x="306" y="210" width="84" height="30" rx="8" />
      </g>
      <g stroke="#e4f1ee" strokeOpacity=".8" strokeWidth="4" strokeLinecap="round">
        <path d="M92 41h40M170 225h52M248 41h34M320 225h46" />
      </g>
    </svg>
  );
}
