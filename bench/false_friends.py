#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Make lib/analysis/false_friends.txt anew, after the name keys have changed.

Of the ordinary English words, those whose name key is that of some form of an ordinary
Russian word. English words are the lower-case ones of Debian's wamerican-large (SCOWL,
size 70), and FOREIGN below; Russian ones all forms of the lower-case entries of
hunspell-ru. A word whose regular inflection brings it back to a listed one is left out:
nameness.c takes inflections off.

Needs wamerican-large and hunspell-ru installed, a C compiler, and `make -C build` done.
"""

import ctypes
import os
import re
import subprocess
import sys
import tempfile

import common
from lab import hunspell

ENGLISH = "/usr/share/dict/american-english-large"
LATIN, RUSSIAN = 1, 2  # KZSI_SCRIPT_*
KEYS, KEY_MAX = 3, 48  # KZSI_NAME_KEYS, KZSI_NAME_KEY_MAX

# Frequent words of other languages that stand in English texts, in names and quotations,
# money, titles, peoples; none of them is in the English list, or not in lower case.
FOREIGN = """
aber abril acqua acta adm afghan african aga agosto agua aikido alia alle alma alt
alte alter alto altro ame american ami amico amigo amir amor amore amour ander angel
anima anime annee anni anno ano anos ante aout apparatchik aprile aquel aqui arab
arabs arbeit ars ashram asian audio auge auto autre aux avril aztec azul babushka
bahasa baht bajo balalaika balboa balkan baltic bambini bantu barrio bas basque
basso batik begum bella bello bellum ben bene bengali berber berg bey bianco bible
bier bin bindi birr blanc blanco blau bleu blick blog blut bolivar bon bona bonjour
bonne bonsai bonum borscht bosnian boyar brahmin brief brot bruder buch buddha
buddhist buena bueno bulgar bund buono burqa bus cabeza cada calle calvinist camino
campo capt carta casa catalan catholic cedi celt celtic centi champ chaque chef
chemin chi chose christ christian citta ciudad cogens col colon come comme como con
contra corpo corps corpus cosa cosmonaut cossack costa cote cour croat croats cuando
cuerpo czar czech dacha dalit dane danes dans dao dari das deca decembre degli dei
del della delle dello dem den dept der derecho derechos des desde deus devil dharma
dia dias diciembre die dimanche dinar dirham diritti diritto disco doc docs dolce
dom domingo domini don dona donde dong donna donne dos dram droit droits duma dutch
eau een effendi ego email emir enero enfant entre epicurean erde erga eso esq est
esta estado estados este etat euro european euros facebook facie farsi febbraio
febrero feld femme femmes feng feu feuer fevrier fide fides film finn finns fiume
fleuve fluss fois force forint forza foto fra fratello frater frau frauen fraulein
freiheit frere freund frieden fuego fuerza fuoco geist gen generis gennaio german
germans gesetz giga giorni giorno giugno giustizia glasnost gli gloria google gourde
gov grand grande grata greek greeks gross guarani guru gut gute gypsy hafen haiku
halal hand haram hasta haus haut hecto heilig hermano herr het heure hier hijab
hindi hindu hoc hoch hombre hombres homme hommes homo hon hora hryvnia ibn ici ile
imam immer inca infra insel intelligentsia inter internet intra isla islam isola ius
jahr jahre jain jamais janvier jede jesuit jeudi jihad jirga jour jours judo juillet
juin julio junio juris justice justicia kaiser kampf karaoke karate karma khan kilo
kimono kind kinder kino kip kolkhoz konig kopf koran koruna kraft krai krona krone
kroner kronor kroon kuna kung kvass kwacha kyat lac lago land lari las lavoro leben
legge lek lempira leninist les lettera lettre leu lev lex ley liberta libertad
libertas liberte libro liebe lieu lieut ligne linea linie lira lire livre loci loi
los loya lugar luglio lundi lunedi lunes luogo lutheran macht macro madam madame
mademoiselle madonna madre maggio magyar maharaja mai main mains mais maison maj mal
malay malo malum manat manga mann manner mano manos mantra maoist maori mar mardi
mare mark markka mars marshal marshall martes marxist marzo mas mater materiae
mauvais maxi maya mayo meer mega mehr meme meno menos mens mer merci mercredi mere
mes mese messiah meta metro micro midi mil milli min mini mismo miso mit modus moins
mois molto monat monde mondo mongol mono monsieur mont monte moor moorish moors mot
mucho mujer mujeres mullah mundo mundus muslim mutandis mutatis mutter muy muzhik
nacht nada nadie naira nam nano negro nel nero neu neue nice nichts nie niente ninja
nino ninos nirvana noche noir nombre nomenklatura non nord nordic norman norte nos
nostro nostrum nota notre notte nouveau nouvelle novembre noviembre nuestra nuestras
nuestro nueva nuevo nuit numero nunca nuovo nur oblast obra occhio och octobre
octubre oeil oeste ogni ohne ojo olympic omnes online opera operandi opinio opus ora
orden ordine ordre origami ort orthodox ost otra otro ottobre ouest ovest pace padre
paese pagina pais paises paix palabra pandit papal para pari paris parola parte pas
pasha pashto passu pater patria pax pays paz perche pere perestroika pero persian
persona peso pesos peu peuple phoenix photo piazza pico piu place plage platonic
platz playa plaza plus poco poder point pole poles polish poly pope popolo por
porque port porto potere pour pres prima pro prof protestant publica pueblo puerto
pula punjabi punkt punto qua quand quando que qui quo quran rabbi radio raion raja
rajah rand rat ratione rayon recht regina reich reina reine renminbi rep reps res
rev rex rey rial rien rio riyal roi rojo rom roma roman romana romano romans rosso
rot rouble rouge ruble rue rupee rupiah sabado sache saint sainte sake salud salute
samedi samizdat samurai san sana sang sangre sangue sans santa sante santo sari
sarong satan satanic saxon sayyid schwarz secolo see seele sehr selbst semaine
semana sempre sen senor senora senorita senza septembre septiembre serb serbs
settimana seul sgt shah shaikh sharia sheikh shekel shia shogun shui sidi siecle
siempre sierra siglo signor signora signore sikh sin sine sino site slav slavic
slavs sobre sol solo som soror sous sovkhoz sputnik staat stadt stato status steppe
stereo stern stesso stimme stoic strada strand strasse street stunde sub sud sufi
sui summa sumo sunni supra sur sushi sutra swami swede swiss tag tage tai taiga taka
talmud tamil tanto tantra tao tartar tatar taxi teil telugu tempo temps tenge ter
tera terra terre testa tete tiempo tierra til titan todo todos tofu tor torah
toujours tous tout trabajo tram travail tres troika tsar tsarina tsunami tuareg
tundra turk turks tutti tutto twitter ultra una und une unser uomo urdu valle van
vater vatican vecchio vendredi verdad verde verita veritas verite versa vert vez via
vice victoria vida video vie viejo viernes vieux viking villa ville vires vita
vivendi voce vodka voix volk volta von voz wahrheit wasser web weg wein weiss welt
wenn werk west wie woche wok wolf won wort yang yen yin yogi yuan zahl zeit zen
zloty zulu zum zur
"""


# Words whose Russian twin the dictionary lacks, or has with a capital.
ALWAYS = {
    "african",
    "german",
    "marshal",
    "nice",
    "phoenix",
    "roman",
    "satan",
    "slav",
    "street",
}


class NameKey(ctypes.Structure):
    _fields_ = [("length", ctypes.c_uint8), ("text", ctypes.c_char * KEY_MAX)]


def name_keys(build, folder):
    """A function from (word, script) to the set of its name keys."""
    archive = os.path.join(build, ".libs", "libkzcore.a")
    if not os.path.exists(archive):
        common.stop(f"no {archive}: make -C build first")
    path = os.path.join(folder, "core.so")
    # The library's functions are hidden: a visible one hands the answer on.
    source = os.path.join(folder, "keys.c")
    with open(source, "w", encoding="utf-8") as file:
        file.write(
            '#include "analysis/analysis.h"\n'
            '__attribute__((visibility("default"))) size_t keys(const char *form,'
            " size_t length, unsigned scripts, struct kzsi_name_key *out) {"
            " return kzsi_name_keys(form, length, scripts, out); }\n"
        )
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    command = ["cc", "-fPIC", f"-I{root}/lib", f"-I{root}/include", "-c", source]
    subprocess.run(command + ["-o", source + ".o"], check=True)
    command = ["c++", "-shared", "-o", path, source + ".o", archive]
    command += ["-lxapian", "-lutf8proc", "-lz", "-lstemmer", "-lpthread"]
    subprocess.run(command, check=True)
    keys = ctypes.CDLL(path).keys
    keys.restype = ctypes.c_size_t
    out = (NameKey * KEYS)()

    def of(word, script):
        form = word.replace("ё", "е").encode()
        count = keys(form, ctypes.c_size_t(len(form)), script, out)
        return {out[i].text[: out[i].length] for i in range(count)}

    return of


def base_words(word):
    """What the library looks up beside the word.

    >>> base_words("armies"), base_words("cat")
    (['armie', 'armi', 'army'], [])
    """
    found = []
    for ending, instead in (
        ("s", ""),
        ("es", ""),
        ("ed", ""),
        ("d", ""),
        ("ing", ""),
        ("ing", "e"),
        ("ies", "y"),
    ):
        if word.endswith(ending) and len(word) >= len(ending) + 3:
            found.append(word[: len(word) - len(ending)] + instead)
    return found


def main():
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    paths = hunspell.installed()
    if paths is None or not os.path.exists(ENGLISH):
        common.stop("install hunspell-ru and wamerican-large")
    with open(ENGLISH, encoding="utf-8") as file:
        english = {line.strip() for line in file}
    english = {
        w for w in english | set(FOREIGN.split()) if re.fullmatch("[a-z]{3,}", w)
    }
    russian = set()
    for entry, _, forms in hunspell.entries(paths):
        if entry.islower():
            russian.update(f for f in forms if re.fullmatch("[а-яё]{3,}", f))
    with tempfile.TemporaryDirectory() as folder:
        of = name_keys(sys.argv[1] if len(sys.argv) > 1 else "build", folder)
        sounds = set().union(*(of(word, RUSSIAN) for word in russian))
        friends = {w for w in english if not sounds.isdisjoint(of(w, LATIN))}
    friends |= {w for w in FOREIGN.split() if len(w) == 3} | ALWAYS
    kept = set()
    for word in sorted(friends, key=lambda w: (len(w), w)):
        if kept.isdisjoint(base_words(word)):
            kept.add(word)
    path = os.path.join(root, "lib", "analysis", "false_friends.txt")
    with open(path, encoding="utf-8") as file:
        head = [line for line in file if line.startswith("#")]
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(head)
        file.writelines(word + "\n" for word in sorted(kept))
    print(f"{len(kept)} words for {len(friends)}")


if __name__ == "__main__":
    main()
