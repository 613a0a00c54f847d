import { Layout } from './layout.tsx';

/** A page that says why there is nothing else to see. */
export function MessagePage({ title, text, requestId }: { title: string; text: string; requestId: string }) {
  return (
    <Layout title={`${title} · Tocsin`}>
      <h1>{title}</h1>
      <p>{text}</p>
      <p class="empty">Request {requestId}</p>
    </Layout>
  );
}
