import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useI18n } from '~/i18n/I18nProvider';
import classes from './BarChart.module.css';
import { niceCeiling } from './chartScale';
import { Section } from './Section';

interface Bar {
  key: string;
  /** Under the bar. */
  short: string;
  /** In the table and when the pointer rests on the bar. */
  long: string;
  value: number;
}

interface BarChartProps {
  title: string;
  /** The chart in one sentence, for those who do not see it. */
  summary: string;
  bars: readonly Bar[];
  keyTitle: string;
  valueTitle: string;
  empty: string;
}

/** Few bars stand closer together, so that their words are as large as those of many. */
const few = 6;
const wide = 720;
const narrow = 440;
const height = 240;
const margin = { top: 24, right: 8, bottom: 44, left: 36 };
const lineHeight = 16;

/** Bars with their numbers on them, and the same figures as a table for those who prefer it. */
export function BarChart({ title, summary, bars, keyTitle, valueTitle, empty }: BarChartProps) {
  const { t, format } = useI18n();
  const [view, setView] = useState('chart');
  const total = bars.reduce((sum, bar) => sum + bar.value, 0);

  return (
    <Section
      title={title}
      aside={
        <SegmentedControl
          size="xs"
          value={view}
          onChange={setView}
          aria-label={title}
          className="no-print"
          data={[
            { value: 'chart', label: t('dashboard.chart') },
            { value: 'table', label: t('dashboard.table') },
          ]}
        />
      }
    >
      {view === 'table' ? (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{keyTitle}</th>
              <th scope="col">{valueTitle}</th>
            </tr>
          </thead>
          <tbody>
            {bars.map((bar) => (
              <tr key={bar.key}>
                <th scope="row">{bar.long}</th>
                <td>{format.number(bar.value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : total === 0 ? (
        <p className={classes.empty}>{empty}</p>
      ) : (
        <Chart bars={bars} summary={summary} />
      )}
    </Section>
  );
}

function Chart({ bars, summary }: { bars: readonly Bar[]; summary: string }) {
  const { format } = useI18n();
  const top = niceCeiling(Math.max(...bars.map((bar) => bar.value)));
  const isFew = bars.length <= few;
  const width = isFew ? narrow : wide;
  const innerWidth = width - margin.left - margin.right;
  const innerHeight = height - margin.top - margin.bottom;
  const slot = innerWidth / bars.length;
  const barWidth = Math.min(40, slot * 0.6);
  const y = (value: number) => margin.top + innerHeight * (1 - value / top);

  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={summary}
      className={classes.chart}
      data-few={isFew || undefined}
    >
      {[0, top / 2, top].map((line) => (
        <g key={line}>
          <line
            x1={margin.left}
            x2={width - margin.right}
            y1={y(line)}
            y2={y(line)}
            className={classes.grid}
          />
          <text x={margin.left - 8} y={y(line) + 4} textAnchor="end" className={classes.axis}>
            {format.number(line)}
          </text>
        </g>
      ))}
      {bars.map((bar, index) => {
        const center = margin.left + slot * (index + 0.5);
        return (
          <g key={bar.key}>
            <title>{`${bar.long}: ${format.number(bar.value)}`}</title>
            <rect
              x={center - barWidth / 2}
              y={y(bar.value)}
              width={barWidth}
              height={y(0) - y(bar.value)}
              rx="3"
              className={classes.bar}
            />
            {bar.value > 0 && (
              <text x={center} y={y(bar.value) - 6} textAnchor="middle" className={classes.value}>
                {format.number(bar.value)}
              </text>
            )}
            <text textAnchor="middle" className={classes.axis}>
              {bar.short.split(' ').map((word, line) => (
                <tspan key={word} x={center} y={height - 24 + line * lineHeight}>
                  {word}
                </tspan>
              ))}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
