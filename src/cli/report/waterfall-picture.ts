import { markup, type Markup } from './markup.ts';
import { lengthOf, type Lane, type Waterfall } from './waterfall.ts';

const WIDTH = 336;
const LANE = 32;
const BAR = { top: 17, height: 9 };
/** What fits above a bar. */
const MAX_LABEL = 46;

/** Both states beside each other, on one scale: what is shorter takes less time. */
export function waterfallPicture({ before, after, told }: Waterfall, id: string): Markup {
  const length = lengthOf(before);
  return markup`<div class="waterfall">
${panel('Now', told.before, before, length, `${id}-before`)}
${panel('Together', told.after, after, length, `${id}-after`)}
<p class="note">Each wait is drawn as long as any other: this shows the order and measures nothing.</p>
</div>`;
}

function panel(
  title: string,
  told: string,
  lanes: readonly Lane[],
  length: number,
  id: string,
): Markup {
  const height = lanes.length * LANE;
  return markup`<figure class="${title === 'Now' ? 'before' : 'after'}">
<figcaption><b>${title}</b> ${told}</figcaption>
<svg id="${id}" role="img" aria-label="${spoken(title, told, lanes)}" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}">
${lanes.map((lane, index) => laneOf(lane, index * LANE, WIDTH / length))}
</svg>
</figure>`;
}

function laneOf({ label, waits }: Lane, top: number, unit: number): Markup {
  const y = top + BAR.top;
  const text = label.length > MAX_LABEL ? `${label.slice(0, MAX_LABEL - 1)}…` : label;
  const bars = waits.map(
    ({ start, end, moves }) =>
      markup`<rect class="${moves ? 'wait' : 'wait stays'}" x="${start * unit + 1}" y="${y}" width="${(end - start) * unit - 2}" height="${BAR.height}" rx="2"/>`,
  );
  return markup`<g><title>${label}</title><text x="1" y="${top + 12}">${text}</text><rect class="track" x="0" y="${y}" width="${WIDTH}" height="${BAR.height}"/>${bars}</g>\n`;
}

/** The picture for those who do not see it. */
function spoken(title: string, told: string, lanes: readonly Lane[]): string {
  const starts = lanes.map(({ label, waits }) => `${label} from ${String(waits[0]?.start ?? 0)}`);
  return `${title}: ${told}. In waits from the start: ${starts.join('; ')}.`;
}
