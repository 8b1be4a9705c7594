import { useComputedColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { versionPageQuery } from '~/api/catalogueAdmin';
import type { ServiceTypeVersion } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { Notice } from '~/ui/Notice';
import { ErrorState, LoadingState } from '~/ui/states';
import classes from './VersionPreview.module.css';
import { catalogueWords } from './words';

interface VersionPreviewProps {
  code: string;
  number: number;
  state: ServiceTypeVersion['state'];
}

/** A version of a service as the public sees it, or would: the very page of the public site. */
export function VersionPreview({ code, number, state }: VersionPreviewProps) {
  const w = useWords(catalogueWords);
  const { language } = useI18n();
  const page = useQuery(versionPageQuery(code, number, language));
  return (
    <>
      <Notice tone="info">{w('previewNotice', { number, state: w(`state.${state}`) })}</Notice>
      {page.isPending && <LoadingState lines={4} height={120} />}
      {page.isError && <ErrorState error={page.error} onRetry={() => page.refetch()} />}
      {page.data && <PublicPage html={page.data} title={w('previewFrame', { number })} />}
    </>
  );
}

/**
 * A page of the public site inside this one, as high as it needs, its links in new tabs. The server makes it without
 * scripts and with cleaned text, and it inherits this page's Content-Security-Policy, which runs no script of its own.
 */
function PublicPage({ html, title }: { html: string; title: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [root, setRoot] = useState<HTMLElement | null>(null);
  const [height, setHeight] = useState(600);
  const scheme = useComputedColorScheme();

  useEffect(() => {
    if (root) root.dataset.theme = scheme;
  }, [root, scheme]);
  useEffect(() => {
    if (!root) return;
    const observer = new ResizeObserver(() => setHeight(Math.ceil(root.getBoundingClientRect().height)));
    observer.observe(root);
    return () => observer.disconnect();
  }, [root]);

  return (
    <iframe
      ref={frame}
      title={title}
      srcDoc={html}
      className={classes.page}
      style={{ height }}
      onLoad={() => setRoot(frame.current?.contentDocument?.documentElement ?? null)}
    />
  );
}
