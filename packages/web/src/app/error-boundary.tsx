import { Component, type ReactNode } from 'react';

type ErrorBoundaryProps = {
  readonly children: ReactNode;
  /** What stands in place of children that threw. */
  readonly render: (error: unknown) => ReactNode;
};
type ErrorBoundaryState = { readonly caught: { readonly error: unknown } | null };

/** Keeps an error of one page from taking the others along; React wants a class for this. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { caught: null };

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { caught: { error } };
  }

  override render(): ReactNode {
    const { caught } = this.state;
    return caught === null ? this.props.children : this.props.render(caught.error);
  }
}
