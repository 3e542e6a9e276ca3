import { useCallback, useEffect, useState } from 'react';
import type { Link } from '#shared/domain/link.ts';
import type { RpcErrorCode } from '#shared/rpc/contract.ts';
import { useServices } from '../../app/services.tsx';

/** What a person opens meanwhile shows after at most so long. Sessions themselves come by the feed, at once. */
const refreshMs = 4000;
/** The call's most; a batch of a thousand is then one page. */
const pageSize = 1000;

export interface Links {
  /** Newest first; null before the first answer. */
  readonly links: readonly Link[] | null;
  readonly failure: RpcErrorCode<'links.list'> | null;
  readonly hasMore: boolean;
  readonly reload: () => Promise<void>;
  /** One more page of older links. */
  readonly showMore: () => void;
}

/** The intake's links, followed while the page is shown. */
export function useLinks(): Links {
  const { rpc } = useServices();
  const [links, setLinks] = useState<readonly Link[] | null>(null);
  const [failure, setFailure] = useState<Links['failure']>(null);
  const [hasMore, setHasMore] = useState(false);
  const [pages, setPages] = useState(1);
  const reload = useCallback(async () => {
    const read: Link[] = [];
    let before: string | undefined;
    for (let page = 0; page < pages; page += 1) {
      const reply = await rpc.call('links.list', {
        limit: pageSize,
        ...(before === undefined ? {} : { before }),
      });
      if (!reply.ok) {
        setFailure(reply.code);
        return;
      }
      read.push(...reply.value.links);
      if (reply.value.next === null) {
        before = undefined;
        break;
      }
      before = reply.value.next;
    }
    setLinks(read);
    setHasMore(before !== undefined);
    setFailure(null);
  }, [rpc, pages]);
  useEffect(() => {
    let isShown = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const follow = async (): Promise<void> => {
      await reload();
      if (isShown) timer = setTimeout(() => void follow(), refreshMs);
    };
    void follow();
    return () => {
      isShown = false;
      clearTimeout(timer);
    };
  }, [reload]);
  return {
    links,
    failure,
    hasMore,
    reload,
    showMore: () => {
      setPages((count) => count + 1);
    },
  };
}
