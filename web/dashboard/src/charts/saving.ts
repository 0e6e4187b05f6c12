// Charts and tables as files.

/** A cell that a spreadsheet would run as a formula is made text: what players send is hostile. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csvText(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}

export function saveCsv(name: string, rows: readonly (readonly (string | number)[])[]): void {
  save(`${fileName(name)}.csv`, new Blob([csvText(rows)], { type: 'text/csv;charset=utf-8' }));
}

export function savePng(name: string, canvas: HTMLCanvasElement): void {
  const copy = document.createElement('canvas');
  copy.width = canvas.width;
  copy.height = canvas.height;
  const context = copy.getContext('2d');
  if (!context) return;
  context.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
  context.fillRect(0, 0, copy.width, copy.height);
  context.drawImage(canvas, 0, 0);
  copy.toBlob((blob) => blob && save(`${fileName(name)}.png`, blob));
}

/** Save what `paint` draws on a canvas of this size, twice as fine as the screen. */
export function savePainted(
  name: string,
  width: number,
  height: number,
  paint: (ink: CanvasRenderingContext2D) => void,
): void {
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(width * FINER);
  canvas.height = Math.ceil(height * FINER);
  const ink = canvas.getContext('2d');
  if (!ink) return;
  ink.scale(FINER, FINER);
  ink.font = '13px system-ui, sans-serif';
  paint(ink);
  savePng(name, canvas);
}

/** Save a drawing of the page as it looks now: a picture knows no style sheets. */
export async function saveSvg(name: string, drawing: SVGSVGElement): Promise<void> {
  const { width, height } = drawing.getBoundingClientRect();
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const parts = [drawing, ...drawing.querySelectorAll('*')];
  [copy, ...copy.querySelectorAll('*')].forEach((part, at) => {
    const looks = getComputedStyle(parts[at]!);
    part.removeAttribute('style');
    for (const property of LOOKS) {
      const value = looks.getPropertyValue(property);
      if (value && !(property === 'transform' && value === 'none'))
        part.setAttribute(property, value);
    }
  });
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  const text = new XMLSerializer().serializeToString(copy);
  const url = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
  const picture = new Image();
  try {
    picture.src = url;
    await picture.decode();
    savePainted(name, width, height, (ink) => ink.drawImage(picture, 0, 0, width, height));
  } finally {
    URL.revokeObjectURL(url);
  }
}

const FINER = 2;
/** What a style sheet may decide of a drawing, each of which can be said by an attribute too. */
const LOOKS = [
  'display',
  'fill',
  'fill-opacity',
  'font-family',
  'font-size',
  'font-weight',
  'opacity',
  'stroke',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'stroke-opacity',
  'stroke-width',
  'text-anchor',
  'transform',
  'visibility',
];

function fileName(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'playhead'
  );
}

function save(name: string, blob: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
