/** The workspace of a company: its own house, its own key. */
export function CompanyPicture() {
  return (
    <svg viewBox="0 0 440 260" aria-hidden="true" focusable="false" fill="none">
      <path d="M0 232h440" stroke="#9fd3cb" strokeOpacity=".6" strokeWidth="2" />
      <rect
        x="142"
        y="46"
        width="156"
        height="186"
        rx="12"
        fill="#ffffff"
        fillOpacity=".08"
        stroke="#9fd3cb"
        strokeWidth="2"
      />
      <rect x="164" y="68" width="112" height="26" rx="6" fill="#ffc46b" />
      <path d="M178 81h62" stroke="#0c3937" strokeWidth="4" strokeLinecap="round" />
      <g fill="#ffffff" fillOpacity=".18">
        {[110, 150].flatMap((y) =>
          [164, 206, 248].map((x) => <rect key={`${x}-${y}`} x={x} y={y} width="28" height="26" rx="5" />),
        )}
      </g>
      <path
        d="M204 232v-38a6 6 0 0 1 6-6h20a6 6 0 0 1 6 6v38"
        stroke="#9fd3cb"
        strokeWidth="2"
        fill="#0c3937"
      />
      <circle cx="228" cy="212" r="3" fill="#ffc46b" />
      <g stroke="#9fd3cb" strokeOpacity=".5" strokeWidth="2">
        <rect x="54" y="130" width="64" height="102" rx="8" />
        <rect x="322" y="110" width="64" height="122" rx="8" />
        <path d="M68 152h36M68 172h36M68 192h36M336 132h36M336 152h36M336 172h36" strokeLinecap="round" />
      </g>
      <path
        d="M-6 246h120c40 0 60-12 106-12s66 12 106 12h120"
        stroke="#ffc46b"
        strokeWidth="4"
        strokeLinecap="round"
      />
    </svg>
  );
}
