/** A letter with a link that works once. */
export function LetterPicture() {
  return (
    <svg viewBox="0 0 440 260" aria-hidden="true" focusable="false" fill="none">
      <rect
        x="90"
        y="64"
        width="260"
        height="160"
        rx="14"
        fill="#ffffff"
        fillOpacity=".08"
        stroke="#9fd3cb"
        strokeWidth="2"
      />
      <path d="M96 74l110 84a24 24 0 0 0 28 0l110-84" stroke="#9fd3cb" strokeWidth="2" />
      <path
        d="M-10 196h120c40 0 54-38 104-38s70 52 110 52h130"
        stroke="#ffc46b"
        strokeWidth="4"
        strokeLinecap="round"
      />
      <circle cx="214" cy="158" r="26" fill="#0c3937" stroke="#ffc46b" strokeWidth="3" />
      <path d="M206 156v-6a8 8 0 0 1 16 0v6" stroke="#ffc46b" strokeWidth="3" />
      <rect x="202" y="156" width="24" height="16" rx="4" fill="#ffc46b" />
    </svg>
  );
}
