import { folded } from './normalise.js'

/**
 * Legal forms of the EU, Switzerland, Liechtenstein, the United Kingdom, Norway, Iceland and the United States, as words of a
 * text without connecting words: `GmbH & Co. KG` is `gmbh co kg`, `S.r.l.` is `s r l`. Umlauts may be written out.
 */
const forms = `
gesellschaft mit beschraenkter haftung, gmbh co kg, gmbh co kgaa, gmbh co ohg, ag co kg, ag co kgaa, se co kg, se co kgaa,
ug co kg, ug haftungsbeschraenkt co kg, ug haftungsbeschraenkt, unternehmergesellschaft haftungsbeschraenkt,
unternehmergesellschaft, aktiengesellschaft, kommanditgesellschaft auf aktien, kommanditgesellschaft, offene handelsgesellschaft,
gesellschaft buergerlichen rechts, eingetragener kaufmann, eingetragene kauffrau, eingetragene genossenschaft,
eingetragener verein, partnerschaftsgesellschaft mbb, partg mbb, partgmbb, partg, gmbh, ggmbh, gag, mbh, m b h, ohg, o h g, gbr,
kgaa, ag, kg, ug, e k, ek, e kfm, e kfr, e v, ev, e g, eg, se, ewiv, eeig,
gesellschaft m b h, ges m b h, gesmbh, e u, eu, og, genmbh, kollektivgesellschaft, kollg, sagl, anstalt,
sarl, s a r l, sarlu, sasu, s a s u, sas, s a s, sa, s a, snc, s n c, eurl, e u r l, sci, scs, sca, scop, sprl, asbl, vzw,
societe a responsabilite limitee, societe par actions simplifiee, societe anonyme,
bv, b v, nv, n v, vof, v o f, cv, c v, bvba, comm v, besloten vennootschap, naamloze vennootschap,
srl, s r l, srls, s r l s, spa, s p a, sapa, scarl, s c a r l, societa a responsabilita limitata, societa per azioni,
sl, s l, slu, s l u, slne, sau, s a u, sociedad limitada, sociedad anonima, lda, ltda, unipessoal lda, sgps,
sp z o o, sp zoo, spzoo, sp j, sp k, sp p, s k a, spolka z ograniczona odpowiedzialnoscia, spolka akcyjna, spolka jawna,
s r o, sro, spol s r o, a s, as, v o s, k s, akciova spolecnost, akciova spolocnost,
kft, zrt, nyrt, bt, kkt, korlatolt felelossegu tarsasag, pfa, eood, ood, ead, ad, еоод, оод, еад, ад,
d o o, doo, j d o o, jdoo, d d, dd, d n o, ae, epe, ike, αε, επε, ικε,
aps, a s, ivs, i s, k s, p s, aktieselskab, anpartsselskab, ab, aktiebolag, handelsbolag, hb, kb, asa, ans,
oy, oyj, ky, tmi, osakeyhtio, oy ab, ehf, hf, oue, ou, sia, uab, mb,
ltd, limited, private limited company, plc, p l c, llp, l l p, lp, l p, llc, l l c, inc, incorporated, corp, corporation, company,
co, co ltd, co inc, dac, clg, teo, teoranta, pllc, pc`

const words = forms
  .split(',')
  .map((form) => folded(form).split(' '))
  .sort((a, b) => b.length - a.length)

/** Which of them are unlike any word of a name, so that they count in the middle of a name too (`Müller GmbH Berlin`). */
const clear = words.filter((form) => form.join('').length >= 4)

/** The words of a name without its legal forms; at its beginning and end all of them, in between only unmistakable ones. */
export function withoutLegalForms(name: readonly string[]): string[] {
  let rest = [...name]
  for (let before = -1; before !== rest.length;) {
    before = rest.length
    const last = words.find((form) => rest.length >= form.length && startsWith(rest, form, -form.length))
    if (last) rest = rest.slice(0, -last.length)
  }
  const first = words.find((form) => startsWith(rest, form, 0))
  if (first) rest = rest.slice(first.length)
  for (let at = 1; at < rest.length; at++) {
    const form = clear.find((each) => startsWith(rest, each, at))
    if (form) rest.splice(at, form.length)
  }
  return rest
}

function startsWith(name: readonly string[], form: readonly string[], at: number): boolean {
  const start = at < 0 ? name.length + at : at
  return form.every((word, index) => name[start + index] === word)
}
