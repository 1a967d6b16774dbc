namespace Cairn.Server.Home;

/// <summary>How the plain pages look: light and dark, narrow and wide.</summary>
internal static class HomeStyle
{
    public const string Css = """
        :root{color-scheme:light dark;--ink:#1d2428;--dim:#566169;--line:#d8dde1;--paper:#fff;--code:#f3f5f6;--link:#00688b}
        @media(prefers-color-scheme:dark){:root{--ink:#e4e8ea;--dim:#9eaab2;--line:#363f46;--paper:#14191c;--code:#1f262b;--link:#6cc6e8}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,sans-serif}
        main{max-width:52rem;margin:0 auto;padding:clamp(1.25rem,5vw,4rem) clamp(1rem,4vw,2rem)}
        h1{font-size:2rem;line-height:1.2;margin:0 0 .25rem}
        h2{font-size:1.1rem;margin:2.25rem 0 .5rem}
        .lead{color:var(--dim);margin:0}
        pre{background:var(--code);border:1px solid var(--line);border-radius:6px;padding:.9rem 1rem;overflow-x:auto;margin:.5rem 0}
        code{font:.875rem/1.5 ui-monospace,monospace}
        dd code{overflow-wrap:anywhere}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:.4rem 1.25rem;margin:0}
        dt{color:var(--dim)}
        dd{margin:0;min-width:0}
        nav{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;border-top:1px solid var(--line);margin-top:2.5rem;padding-top:1rem}
        a{color:var(--link)}
        a:focus-visible,pre:focus-visible,table:focus-visible{outline:2px solid var(--link);outline-offset:2px}
        ul{padding-left:1.2rem}
        h3{font-size:1rem;margin:1.75rem 0 .4rem}
        article code{overflow-wrap:anywhere}
        pre code{overflow-wrap:normal}
        table{display:block;overflow-x:auto;border-collapse:collapse;margin:.75rem 0;max-width:100%}
        th,td{text-align:start;vertical-align:top;padding:.4rem .9rem .4rem 0;border-bottom:1px solid var(--line)}
        td{min-width:8rem}
        :target{scroll-margin-top:1rem;text-decoration:underline var(--link)}
        @media(max-width:30rem){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.6rem}}
        """;
}
