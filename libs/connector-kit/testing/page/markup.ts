/** The frame of the page. Everything variable is put in by the script, as text nodes. */
export const markup = (style: string, script: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Simulator</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'%3E%3Crect width='8' height='8' rx='2' fill='%230b6e6e'/%3E%3C/svg%3E">
<style>${style}</style>
</head>
<body>
<a class="skip" href="#list" data-text="skip"></a>
<header>
  <div><h1 id="label">Simulator</h1><p data-text="subtitle"></p></div>
  <div class="languages" role="group" data-label="language">
    <button type="button" data-language="de" lang="de">Deutsch</button>
    <button type="button" data-language="en" lang="en">English</button>
  </div>
</header>
<main>
  <nav id="tabs" data-label="kinds"></nav>
  <form id="search" role="search">
    <label for="q" data-text="search"></label>
    <input id="q" type="search" autocomplete="off">
    <button type="button" id="new" class="primary" data-text="create"></button>
  </form>
  <p id="count" role="status"></p>
  <div class="scroll" id="list" tabindex="-1">
    <table><caption class="hidden"></caption><thead><tr></tr></thead><tbody></tbody></table>
  </div>
  <p><button type="button" id="more" data-text="more" hidden></button></p>
  <details>
    <summary data-text="faults"></summary>
    <p data-text="faultsHelp"></p>
    <form id="fault">
      <label for="kind" data-text="faultKind"></label>
      <select id="kind"></select>
      <label for="times" data-text="faultTimes"></label>
      <input id="times" type="number" min="1" max="1000" value="1">
      <button type="submit" data-text="faultAdd"></button>
      <button type="button" id="fault-clear" data-text="faultClear"></button>
    </form>
    <ul id="waiting"></ul>
  </details>
</main>
<dialog id="editor" aria-labelledby="editor-title">
  <form method="dialog">
    <h2 id="editor-title"></h2>
    <div id="inputs"></div>
    <p id="problem" role="alert"></p>
    <div class="actions">
      <button type="button" id="delete" class="danger" data-text="remove"></button>
      <span></span>
      <button type="button" id="cancel" data-text="cancel"></button>
      <button type="submit" class="primary" data-text="save"></button>
    </div>
  </form>
</dialog>
<noscript>This page needs JavaScript. Diese Seite braucht JavaScript.</noscript>
<script>${script}</script>
</body>
</html>
`
