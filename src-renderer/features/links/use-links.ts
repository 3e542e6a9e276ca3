import { useCallback, useState } from 'react';
import type { Link } from '#shared/domain/link.ts';
import { useServices } from '../../app/services.tsx';
import type { RpcErrorCode } from '#shared/rpc/contract.ts';
import { useAnswer } from '../../sync/use-answer.ts';

/** What a person opens meanwhile shows after at most so long. Sessions themselves come by the feed, at once. */
const refreshMs = 4000;
/** The call's most; a batch of a thousand is then one page. */
const pageSize = 1000;

export interface Links {
  /** Newest first; null before the first answer. */
  readonly links: readonly Link[] | null;
  readonly failure: RpcErrorCode<'links.list'> | null;
  readonly hasMore: boolean;
  readonly reload: () => Promise<unknown>;
  /** One more page of older links. */
  readonly showMore: () => void;
}

/** The intake's links, followed while the page is shown. */
export function useLinks(): Links {
  const { rpc } = useServices();
  const [pages, setPages] = useState(1);
  const ask = useCallback(async () => {
    const links: Link[] = [];
    let before: string | undefined;
    for (let page = 0; page < pages; page += 1) {
      const reply = await rpc.call('links.list', {
        limit: pageSize,
        ...(before === undefined ? {} : { before }),
      });
      if (!reply.ok) return reply;
      links.push(...reply.value.links);
      before = reply.value.next ?? undefined;
      if (before === undefined) break;
    }
    return { ok: true as const, value: { links, hasMore: before !== undefined } };
  }, [rpc, pages]);
  const { value, failure, reload } = useAnswer(ask, refreshMs);
  return {
    links: value?.links ?? null,
    failure,
    hasMore: value?.hasMore ?? false,
    reload,
    showMore: () => {
      setPages((count) => count + 1);
    },
  };
}
