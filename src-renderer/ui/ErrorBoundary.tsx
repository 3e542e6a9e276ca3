import { Component, type ReactNode } from 'react';

interface ErrorBoundaryProps {
  /** A change of it tries again: another session may render where this one could not. */
  readonly resetKey: string;
  readonly fallback: (retry: () => void) => ReactNode;
  readonly children: ReactNode;
}

/** Keeps a bug in one pane from taking the window with it. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly failedKey: string | null }> {
  override state = { failedKey: null as string | null };

  static getDerivedStateFromError(): { failedKey: string } {
    return { failedKey: '' };
  }

  override componentDidCatch(): void {
    this.setState({ failedKey: this.props.resetKey });
  }

  override componentDidUpdate(): void {
    const { failedKey } = this.state;
    if (failedKey !== null && failedKey !== '' && failedKey !== this.props.resetKey)
      this.setState({ failedKey: null });
  }

  override render(): ReactNode {
    if (this.state.failedKey === null) return this.props.children;
    return this.props.fallback(() => {
      this.setState({ failedKey: null });
    });
  }
}
