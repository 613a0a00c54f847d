import { raw } from 'hono/html';
import type { PropsWithChildren } from 'hono/jsx';

/** The frame of every page. `refreshSeconds`: the browser loads it anew. */
export function Layout({ title, refreshSeconds, children }: PropsWithChildren<{ title: string; refreshSeconds?: number }>) {
  return (
    <>
      {raw('<!DOCTYPE html>')}
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="dark light" />
          {refreshSeconds !== undefined && <meta http-equiv="refresh" content={String(refreshSeconds)} />}
          <title>{title}</title>
          <link rel="stylesheet" href="/style.css" />
        </head>
        <body>
          <header>
            <a class="home" href="/">
              Tocsin
            </a>
          </header>
          <main>{children}</main>
        </body>
      </html>
    </>
  );
}
