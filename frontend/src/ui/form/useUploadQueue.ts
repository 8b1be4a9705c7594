import { useEffect, useRef, useState } from 'react';
import type { AnswerFile, Uploads } from './formContext';

/** A chosen file that is not on the server yet. `problem` says why not; only a failed sending can be tried again. */
export interface Waiting {
  key: number;
  file: File;
  /** 0 to 1 of the sending; null while it waits. */
  fraction: number | null;
  problem?: unknown;
  refused?: string;
}

/** Sends the files of a field one after the other, in the order in which they were chosen. */
export function useUploadQueue(pointer: string, send: Uploads['send'], onSent: (file: AnswerFile) => void) {
  const [waiting, setWaiting] = useState<readonly Waiting[]>([]);
  const nextKey = useRef(0);
  const sent = useRef(onSent);
  useEffect(() => {
    sent.current = onSent;
  });

  const change = (key: number, part: Partial<Waiting>) =>
    setWaiting((now) => now.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const drop = (key: number) => setWaiting((now) => now.filter((one) => one.key !== key));

  const running = waiting.some(({ fraction }) => fraction !== null);
  const next = waiting.find(({ fraction, problem, refused }) => fraction === null && !problem && !refused);
  useEffect(() => {
    if (running || !next) return;
    const { key, file } = next;
    change(key, { fraction: 0 });
    send(file, pointer, (fraction) => change(key, { fraction })).then(
      (answer) => {
        drop(key);
        sent.current(answer);
      },
      (problem) => change(key, { fraction: null, problem }),
    );
  });

  return {
    waiting,
    add: (files: readonly { file: File; refused?: string | undefined }[]) =>
      setWaiting((now) => [
        ...now,
        ...files.map(({ file, refused }) => ({
          key: nextKey.current++,
          file,
          fraction: null,
          ...(refused && { refused }),
        })),
      ]),
    retry: (key: number) => change(key, { problem: undefined }),
    drop,
  };
}
