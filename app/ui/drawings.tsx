/** Small line drawings for pages with nothing on them yet. */
const drawings = {
  people: (
    <>
      <circle cx="48" cy="30" r="11" />
      <path d="M26 66c1-13 10-20 22-20s21 7 22 20" />
      <path d="M78 24a8.5 8.5 0 0 1 0 16M82 48c7 2 11 8 12 16" className="text-control" strokeDasharray="2 5" />
      <path d="M18 24a8.5 8.5 0 0 0 0 16M14 48C7 50 3 56 2 64" className="text-control" strokeDasharray="2 5" />
    </>
  ),
  letter: (
    <>
      <path d="M14 22h68v44H14z" />
      <path d="m14 24 34 26 34-26" />
      <path d="M2 34h7M-2 44h11M4 54h5" className="text-control" />
    </>
  ),
  rooms: (
    <>
      <path d="M10 66V30l22-14 22 14v36z" />
      <path d="M26 66V48h12v18" />
      <path d="M54 40h30v26H54" className="text-control" strokeDasharray="2 5" />
      <path d="M2 66h92" />
    </>
  ),
  search: (
    <>
      <circle cx="42" cy="36" r="20" />
      <path d="m57 51 18 17" />
      <path d="M34 36h16" className="text-control" />
    </>
  ),
  path: (
    <>
      <path d="M6 66c18 0 14-22 30-22" />
      <path d="M44 42c14-4 12-22 28-24" className="text-control" strokeDasharray="2 5" />
      <path d="m70 8 14 8-12 11z" />
      <circle cx="40" cy="43" r="3" />
    </>
  ),
  cable: (
    <>
      <path d="M2 50c12 0 12-16 26-16" />
      <path d="M28 25h10a9 9 0 0 1 0 18H28zM47 30h7M47 38h7" />
      <path d="M94 26c-12 0-12 16-20 16" className="text-control" />
      <path d="M74 33v18h-4a9 9 0 0 1 0-18z" className="text-control" />
    </>
  ),
};

export type DrawingName = keyof typeof drawings;

export function Drawing({ name }: { name: DrawingName }) {
  return (
    <svg
      className="h-18 w-24 overflow-visible text-accent"
      viewBox="0 0 96 72"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {drawings[name]}
    </svg>
  );
}
