export const style = `
:root { color-scheme: light dark; --ink: #1b2430; --soft: #52606d; --paper: #fff; --back: #f3f5f7; --line: #d5dbe1; --accent: #0b6e6e; --on-accent: #fff; --danger: #b3261e; --fresh: #fff3c4 }
@media (prefers-color-scheme: dark) { :root { --ink: #e8edf2; --soft: #a9b4bf; --paper: #1d242c; --back: #12171c; --line: #3a4550; --accent: #5cc8c2; --on-accent: #062a2a; --danger: #ff8a80; --fresh: #4d4420 } }
* { box-sizing: border-box }
[hidden] { display: none !important }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--back) }
header { display: flex; flex-wrap: wrap; gap: 1rem; justify-content: space-between; align-items: center; padding: 1rem 1.5rem; background: var(--paper); border-bottom: 1px solid var(--line) }
h1 { margin: 0; font-size: 1.25rem } header p { margin: 0; color: var(--soft); font-size: .9rem }
main { max-width: 76rem; margin: 0 auto; padding: 1rem 1.5rem 3rem }
nav { display: flex; flex-wrap: wrap; gap: .25rem; margin-bottom: 1rem }
button, input, select { font: inherit; color: inherit; padding: .45rem .8rem; border: 1px solid var(--line); border-radius: .4rem; background: var(--paper) }
button { cursor: pointer } button:hover { border-color: var(--accent) }
button[aria-pressed=true], button[aria-current=page] { border-color: var(--accent); box-shadow: inset 0 -3px 0 var(--accent); font-weight: 600 }
button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600 }
button.danger { color: var(--danger); border-color: var(--danger) }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
form#search, form#fault { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center }
#q { flex: 1; min-width: 12rem }
#count { color: var(--soft); font-size: .9rem; margin: .6rem 0 }
.scroll { overflow-x: auto; background: var(--paper); border: 1px solid var(--line); border-radius: .5rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: .5rem .8rem; border-bottom: 1px solid var(--line); max-width: 17rem; white-space: nowrap; overflow: hidden; text-overflow: ellipsis }
th { font-size: .85rem; color: var(--soft); white-space: nowrap }
tbody tr:last-child td { border-bottom: 0 }
tr.fresh td { background: var(--fresh) }
td button { padding: .1rem .3rem; max-width: 16rem; overflow: hidden; text-overflow: ellipsis; text-align: left; border-color: transparent; background: none; color: var(--accent); text-decoration: underline }
details { margin-top: 2rem } summary { cursor: pointer; padding: .3rem 0 } #times { width: 6rem }
dialog { width: min(44rem, 94vw); border: 1px solid var(--line); border-radius: .6rem; padding: 1.25rem; background: var(--paper); color: var(--ink) }
dialog::backdrop { background: rgb(0 0 0 / .45) }
dialog h2 { margin: 0 0 1rem; font-size: 1.1rem }
#inputs { display: grid; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)); gap: .8rem }
#inputs label { display: block; font-size: .9rem; color: var(--soft) }
#inputs input[type=text] { width: 100% }
#problem { color: var(--danger); min-height: 1.5em; margin: .6rem 0 }
.actions { display: flex; gap: .6rem } .actions span { flex: 1 }
.skip { position: absolute; left: -99rem } .skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
`
