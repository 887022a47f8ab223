"""Words that ask, in some of the languages that decks are written in: what a question says beside its subject.

They only help where a deck is too small to show by itself which words are common; in a large one, counting does that.
"""

from __future__ import annotations

_WORDS = """
    a an and are as at be been between by can come could define describe did difference do does explain for from
    get give had happen happens has have how if in is it its list many may mean means much must name of on one or
    order s should state t tell that the their them there these they this those to used was we were what when
    where which who why will with work works would you your
    als an auf aus bei beschreibe das dem den der des die durch ein eine einem einen einer erkläre es funktioniert
    für gibt hat ist im in man mit nenne oder sich sind und unterschied von wann warum was welche welcher welches
    wer werden wie wieso wird wo wofür wozu zu zum zur
    au aux avec c ce ces cette comment d dans de des différence donner du en entre est et expliquer explique il l la
    le les on ont ou où par pour pourquoi qu que quel quelle quelles quels qui quoi se ses son sont sur un une
    al como cómo con cuál cuáles cuándo define del diferencia dónde e el en entre es explica explique hay la las los
    lo más o para por porque qué quién se ser sirve son su tiene un una y
    as ao com da das do dos é ela ele em entre explique funciona na nas no nos o os onde porquê qual quais quando
    quem são seu sua tem um uma
    che chi ci come cosa cos da dal dei del della delle di differenza dove è gli ha i il in la le lo nel nella per
    perché qual quale quali quando sono spiega spiegare tra un una uno
    в во для до и из или как какая какие каков какова каково какой когда кто между на о об объясните от отличается
    по почему разница с со такое чем что это
    أو أي إلى الفرق اشرح بين عرف على عن في كيف لماذا ما ماذا متى من هل هو هي و يختلف
    什么 是什 么是 为什 如何 怎么 请解 解释 哪些 什麼 甚麼 么用 有什 とは は何 何で です すか 説明 明し して てく くだ ださ さい を説 なぜ どの
"""
ASKING = frozenset(_WORDS.split())
"""Words that are no word of a subject: English, German, French, Spanish, Portuguese, Italian, Russian, Arabic, and Chinese
and Japanese in pairs of signs."""
