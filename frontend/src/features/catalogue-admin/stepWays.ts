import { ApiError } from '~/api/problem';
import type { Branch, Definition } from '~/api/types';
import { isWithin, type Pointer } from '~/ui/document/json';
import { keysOf } from './definition';

/** A branch as it is drawn: in words below its step, and as an arrow beside the steps when it leads to one. */
export interface Way {
  on: Branch['on'];
  /** A step by its place, somebody outside the office, or null where nothing is at the other end. */
  to: number | 'applicant' | 'external' | null;
}

/** A step as it is drawn. */
export interface DrawnStep {
  /** The grid line at which its box begins. Its head and each of its ways take two rows. */
  line: number;
  ways: readonly Way[];
  /** Whether a request can go on to the step below. */
  goesOn: boolean;
}

/** An arrow from the middle of a way to the middle of a step's head, beside the boxes. */
export interface Arrow {
  from: number;
  to: number;
  /** How far from the boxes it runs, from 0: arrows in one lane do not meet. */
  lane: number;
}

interface Drawing {
  steps: readonly DrawnStep[];
  arrows: readonly Arrow[];
  lanes: number;
  /** The grid line at which the end begins. */
  end: number;
}

/** Rows of a box's head, of one of its ways, and of the start: two, so that there is a line in the middle. */
const rows = 2;
/** The row between two boxes. */
const gap = 1;

/** Places the steps of a definition on the lines of a grid, one below the other, and the arrows of its branches. */
export function drawn(steps: Definition['steps']): Drawing {
  const keys = keysOf(steps);
  let line = 1 + rows + gap;
  const boxes = steps.map(({ branches = [], actions = [] }): DrawnStep => {
    const ways = branches.map((branch): Way => ({ on: branch.on, to: place(keys, branch) }));
    const box = { line, ways, goesOn: goesOn(actions) };
    line += rows * (1 + ways.length) + gap;
    return box;
  });
  const ends: [number, number][] = boxes.flatMap((box) =>
    box.ways.flatMap(({ to }, index): [number, number][] => {
      const target = typeof to === 'number' ? boxes[to] : undefined;
      return target ? [[box.line + rows * (index + 1) + 1, target.line + 1]] : [];
    }),
  );
  const arrows = inLanes(ends);
  return { steps: boxes, arrows, lanes: Math.max(0, ...arrows.map(({ lane }) => lane + 1)), end: line };
}

function place(keys: readonly string[], branch: Branch): Way['to'] {
  if (branch.on === 'incomplete') return 'applicant';
  if (branch.on === 'external') return 'external';
  const index = branch.to === '' ? -1 : keys.indexOf(branch.to);
  return index < 0 ? null : index;
}

/** The server's rule: what names no action allows what is usual, which passes a request on. */
const goesOn = (actions: readonly string[]): boolean =>
  actions.length === 0 || actions.includes('forward') || actions.includes('dispositions');

/** Gives each arrow the nearest lane in which it meets no other, the shortest first. */
function inLanes(ends: readonly [number, number][]): Arrow[] {
  const span = ([from, to]: [number, number]) => [Math.min(from, to), Math.max(from, to)] as const;
  const lanes: (readonly [number, number])[][] = [];
  return ends
    .toSorted((a, b) => Math.abs(a[0] - a[1]) - Math.abs(b[0] - b[1]))
    .map(([from, to]) => {
      const [top, bottom] = span([from, to]);
      const free = lanes.findIndex((taken) => taken.every(([above, below]) => bottom < above || below < top));
      const lane = free < 0 ? lanes.push([]) - 1 : free;
      lanes[lane]?.push([top, bottom]);
      return { from, to, lane };
    });
}

/** What the server found wrong with each step, by its place. `root`: where the steps stand in what was sent. */
export function faultsOfSteps(error: unknown, root: Pointer): ReadonlyMap<number, readonly string[]> {
  const faults = new Map<number, string[]>();
  if (!(error instanceof ApiError)) return faults;
  for (const { pointer, detail } of error.fields) {
    const place = isWithin(pointer, root) ? pointer.slice(root.length + 1).split('/')[0] : '';
    if (!place) continue;
    faults.set(Number(place), [...(faults.get(Number(place)) ?? []), detail || error.message]);
  }
  return faults;
}
