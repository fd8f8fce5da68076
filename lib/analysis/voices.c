/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How Latin letters sound, which depends on the language:
 *
 *     Jean      general  iean      Hein     general  hein      Kimchi   general   kimci
 *               french   jan                german   hain               japanese  kimti
 *
 * Russian writes names by ear, so each language's readings lead to another Russian spelling.
 * A name does not say what language it is, but its letters give clues: -eau is French, zz is
 * Italian. The general reading is always one; those for which the clues speak come behind it.
 *
 * Sounds are vowels a e i o u; consonants by their letters; C ch, S sh, j zh, c ts; I is ie of
 * one or two sounds (fold.c decides). Forms have no diacritics: c is French c and Czech c with
 * a hook alike.
 */
#include <pthread.h>
#include <string.h>

#include "analysis/analysis.h"

/*
 * Letters and their sound. In `letters`: ^ at the beginning, $ at the end, < behind a vowel,
 * + before a vowel, - before a consonant.
 */
struct sound {
    const char *letters, *sound;
};

/* Letters that speak for a language, and how much. */
struct clue {
    const char *letters;
    int weight;
};

/* What begins with this letter: what is longer stands before what is shorter. */
#define AT(letter, ...)                                                                       \
    [(letter) - 'a'] = (const struct sound[])                                                 \
    {                                                                                         \
        __VA_ARGS__,                                                                          \
        {                                                                                     \
            NULL, NULL                                                                        \
        }                                                                                     \
    }

static const struct sound *const general[26] = {
    AT('a', {"aa", "a"}, {"a", "a"}),
    AT('b', {"b", "b"}),
    AT('c', {"chtch", "S"}, {"chr", "kr"}, {"ckis$", "cki"}, {"cki$", "cki"}, {"ceau", "so"},
       {"ck", "k"}, {"cs", "C"}, {"cz", "C"}, {"ch", "C"}, {"ce", "se"}, {"ci", "si"},
       {"cy", "si"}, {"c", "k"}),
    AT('d', {"dsch", "j"}, {"dzh", "j"}, {"dj", "j"}, {"dg", "j"}, {"dz", "z"}, {"d", "d"}),
    AT('e', {"eaux", "o"}, {"eau", "o"}, {"eev$", "eev"}, {"eeva$", "eeva"}, {"eevi", "eevi"},
       {"eevn", "eevn"}, {"ee", "i"}, {"ea", "ea"}, {"e", "e"}),
    AT('f', {"f", "f"}),
    AT('g', {"gh", "g"}, {"g", "g"}),
    AT('h', {"h", "h"}),
    AT('i', {"iev", "iev"}, {"iew", "iev"}, {"ic$", "iC"}, {"ie", "I"}, {"i", "i"}),
    AT('j', {"jew", "iev"}, {"jev", "iev"}, {"j", "i"}),
    AT('k', {"kh", "h"}, {"k", "k"}),
    AT('l', {"l", "l"}),
    AT('m', {"^mc", "mak"}, {"m", "m"}),
    AT('n', {"n", "n"}),
    AT('o', {"oo", "u"}, {"ou", "u"}, {"o", "o"}),
    AT('p', {"ph", "f"}, {"p", "p"}),
    AT('q', {"qu", "kv"}, {"q", "k"}),
    AT('r', {"rh", "r"}, {"r", "r"}),
    AT('s', {"schtsch", "S"}, {"shch", "S"}, {"szcz", "S"}, {"sch", "S"}, {"sh", "S"},
       {"sz", "S"}, {"s", "s"}),
    AT('t', {"tsch", "C"}, {"tch", "C"}, {"th", "t"}, {"ts", "c"}, {"tz", "c"}, {"t", "t"}),
    AT('u', {"u", "u"}),
    AT('v', {"v", "v"}),
    AT('w', {"wh", "v"}, {"w", "v"}),
    AT('x', {"x", "ks"}),
    AT('y', {"y", "i"}),
    AT('z', {"zh", "j"}, {"z", "z"}),
};

static const struct sound *const english[26] = {
    AT('a', {"augh", "o"}, {"ade$", "eid"}, {"ake$", "eik"}, {"ale$", "eil"}, {"ame$", "eim"},
       {"ane$", "ein"}, {"ate$", "eit"}, {"ave$", "eiv"}, {"aine$", "ein"}, {"all", "ol"},
       {"aw", "o"}, {"au", "o"}, {"air", "er"}, {"ai", "ei"}, {"ay", "ei"}, {"ar", "ar"}, {"a", "e"}),
    AT('c', {"ce$", "s"}, {"c", "k"}),
    AT('d', {"dge", "j"}),
    AT('e', {"eigh", "ei"}, {"ey$", "i"}, {"ea", "i"}, {"ew", "iu"}, {"er", "er"},
       {"es$", "s"}, {"e$", ""}),
    AT('g', {"ge$", "j"}, {"ge", "je"}, {"gi", "ji"}, {"gy", "ji"}),
    AT('i', {"igh", "ai"}, {"ice$", "ais"}, {"ide$", "aid"}, {"ike$", "aik"}, {"ile$", "ail"},
       {"ite$", "ait"}, {"ir-", "er"}, {"ic$", "ik"}),
    AT('j', {"j", "j"}),
    AT('k', {"^kn", "n"}),
    AT('o', {"ode$", "oud"}, {"oke$", "ouk"}, {"ole$", "oul"}, {"ome$", "oum"},
       {"one$", "oun"}, {"ope$", "oup"}, {"ose$", "ouz"}, {"ove$", "ouv"}, {"oul", "oul"},
       {"ow$", "ou"}, {"ow+", "ou"}, {"oa", "o"}, {"ow", "au"}, {"ou", "au"}),
    AT('q', {"qu", "ku"}),
    AT('s', {"sch", "S"}),
    AT('u', {"ur-", "er"}, {"u-", "a"}),
    AT('w', {"woo", "vu"}, {"^wr", "r"}, {"wh+", "u"}, {"w+", "u"}, {"w", ""}),
    AT('y', {"yr-", "er"}, {"y$", "i"}),
};

static const struct clue english_clues[] = {
    {"nes$", 6}, {"all$", 3},  {"kes$", 5}, {"aine$", 5},  {"ade$", 4},  {"ake$", 4},
    {"mes$", 4}, {"ane$", 2},  {"ike$", 3}, {"oke$", 3},   {"ale$", 2},  {"ave$", 2},
    {"ite$", 2}, {"ile$", 2},  {"ode$", 2}, {"ole$", 2},   {"ope$", 2},  {"ose$", 4},
    {"tes$", 2}, {"^mc", 5},   {"ey$", 4},  {"^mac", 4},   {"dge", 4},   {"igh", 4},
    {"wood", 4}, {"worth", 4}, {"ham$", 3}, {"le$", 3},    {"ll$", 3},   {"nce$", 3},
    {"ow$", 3},  {"ton$", 3},  {"tt$", 3},  {"ville$", 3}, {"well$", 3}, {"urn", 3},
    {"wh", 3},   {"ge$", 2},   {"ic$", 2},  {"ings$", 2},  {"ley$", 2},  {"ly$", 2},
    {"ne$", 2},  {"re$", 2},   {"y$", 2},   {"^win", 2},   {"aw", 2},    {"ck", 2},
    {"ea", 2},   {"ee", 2},    {"ford", 2}, {"lyn", 2},    {"ow", 2},    {"whi", 2},
    {"ce$", 1},  {"e$", 1},    {"ers$", 1}, {"ine$", 1},   {"ing$", 1},  {"land$", 1},
    {"man$", 1}, {"son$", 1},  {"^w", 1},   {"all", 1},    {"ay", 1},    {"ew", 1},
    {"ock", 1},  {"oo", 1},    {"sh", 1},   {"th", 1},     {"tt", 1},    {"w", 1},
    {"wa", 1},   {NULL, 0},
};

static const struct sound *const french[26] = {
    AT('a', {"aux$", "o"}, {"ain", "en"}, {"ai", "e"}, {"ay", "e"}, {"au", "o"}),
    AT('c', {"ceau", "so"}, {"ch", "S"}, {"ce", "se"}, {"ci", "si"}),
    AT('d', {"ds$", ""}, {"d$", ""}),
    AT('e', {"eaux", "o"}, {"ets$", "e"}, {"ent$", "an"}, {"eau", "o"}, {"ein", "en"},
       {"ens", "ans"}, {"et$", "e"}, {"ez$", "e"}, {"er$", "e"}, {"es$", ""}, {"en-", "an"},
       {"eu", "e"}, {"e$", ""}),
    AT('g', {"geau", "jo"}, {"gue", "ge"}, {"gui", "gi"}, {"gea", "ja"}, {"gn", "n"},
       {"ge", "je"}, {"gi", "ji"}, {"g$", ""}),
    AT('h', {"h", ""}),
    AT('i', {"illes$", "i"}, {"ille$", "i"}, {"ier$", "e"}, {"ill", "i"}, {"in-", "en"},
       {"in$", "en"}, {"ie+", "i"}, {"ie$", "i"}, {"im-", "em"}, {"ie", "e"}),
    AT('j', {"j", "j"}),
    AT('o', {"oeu", "e"}, {"oi", "ua"}, {"oy", "ua"}, {"ou", "u"}),
    AT('p', {"p$", ""}),
    AT('q', {"qu", "k"}),
    AT('s', {"<ss", "s"}, {"<s+", "z"}, {"s$", ""}),
    AT('t', {"ts$", ""}, {"th", "t"}, {"t$", ""}),
    AT('x', {"x$", ""}),
    AT('z', {"z$", ""}),
};

static const struct clue french_clues[] = {
    {"aud$", 4},  {"ault$", 4}, {"ert$", 4},   {"et$", 4},  {"ier$", 4}, {"ot$", 4},
    {"ux$", 4},   {"eau", 4},   {"ant$", 3},   {"ard$", 3}, {"at$", 3},  {"elle$", 3},
    {"ent$", 3},  {"ette$", 3}, {"ienne$", 3}, {"ut$", 3},  {"x$", 3},   {"ais", 3},
    {"gne", 3},   {"iere", 3},  {"oeu", 3},    {"ois", 3},  {"che$", 2}, {"e$", 2},
    {"enne$", 2}, {"eux$", 2},  {"ien$", 2},   {"ine$", 2}, {"it$", 2},  {"ne$", 2},
    {"re$", 2},   {"^cha", 2},  {"aux", 2},    {"gn", 2},   {"gue", 2},  {"gui", 2},
    {"ille", 2},  {"oi", 2},    {"ou", 2},     {"qu", 2},   {"and$", 1}, {"er$", 1},
    {"es$", 1},   {"ez$", 1},   {"in$", 1},    {"on$", 1},  {"ond$", 1}, {"ort$", 1},
    {"^de", 1},   {"^du", 1},   {"^gi", 1},    {"ain", 1},  {"ch", 1},   {"eu", 1},
    {"ie", 1},    {"oy", 1},    {NULL, 0},
};

static const struct sound *const german[26] = {
    AT('a', {"aeu", "oi"}, {"ai", "ai"}, {"ae", "e"}, {"au", "au"}),
    AT('c', {"chr", "hr"}, {"chs", "ks"}, {"ch", "h"}, {"ck", "k"}, {"c", "k"}),
    AT('e', {"ei", "ai"}, {"ey", "ai"}, {"eu", "oi"}),
    AT('i', {"ie", "i"}),
    AT('j', {"j", "i"}),
    AT('o', {"oe", "e"}, {"oo", "o"}, {"ou", "u"}),
    AT('s', {"sch", "S"}, {"^st", "St"}, {"^sp", "Sp"}, {"ss", "s"}, {"^s+", "z"},
       {"<s+", "z"}),
    AT('t', {"tsch", "C"}, {"ts", "c"}, {"tz", "c"}),
    AT('u', {"ue", "u"}, {"ui", "ui"}),
    AT('v', {"v", "f"}),
    AT('z', {"z", "c"}),
};

static const struct clue german_clues[] = {
    {"mann$", 3}, {"^wei", 3}, {"cht", 3},  {"stein", 3}, {"^neu", 2}, {"ach", 2},
    {"bach", 2},  {"berg", 2}, {"burg", 2}, {"ech", 2},   {"feld", 2}, {"haus", 2},
    {"heim", 2},  {"heu", 2},  {"hl", 2},   {"hm", 2},    {"hn", 2},   {"horst", 2},
    {"hr", 2},    {"lich", 2}, {"oe", 2},   {"pf", 2},    {"rich", 2}, {"sch", 2},
    {"tz", 2},    {"er$", 1},  {"her$", 1}, {"ke$", 1},   {"ler$", 1}, {"ner$", 1},
    {"nn$", 1},   {"^sp", 1},  {"^st", 1},  {"^v", 1},    {"^w", 1},   {"ch-", 1},
    {"ck", 1},    {"ei-", 1},  {"eis", 1},  {"eu", 1},    {"ied", 1},  {"iel", 1},
    {"reu", 1},   {"ss", 1},   {"tsch", 1}, {"ue-", 1},   {NULL, 0},
};

static const struct sound *const spanish[26] = {
    AT('c', {"ce", "se"}, {"ci", "si"}, {"ch", "C"}, {"c", "k"}),
    AT('g', {"gue", "ge"}, {"gui", "gi"}, {"gu+", "gu"}, {"ge", "he"}, {"gi", "hi"}),
    AT('h', {"h", ""}),
    AT('i', {"ie", "e"}),
    AT('j', {"j", "h"}),
    AT('q', {"qu", "k"}),
    AT('x', {"x", "h"}),
    AT('z', {"z", "s"}),
};

static const struct clue spanish_clues[] = {
    {"ero$", 4}, {"ez$", 4}, {"era$", 3}, {"illa$", 3}, {"illo$", 3}, {"ado$", 2}, {"az$", 2},
    {"iz$", 2},  {"oz$", 2}, {"zo$", 2},  {"^hu", 2},   {"gue", 2},   {"que", 2},  {"qui", 2},
    {"rr", 2},   {"ue", 2},  {"ana$", 1}, {"ano$", 1},  {"as$", 1},   {"ena$", 1}, {"iel$", 1},
    {"ito$", 1}, {"os$", 1}, {"za$", 1},  {"aje", 1},   {"ier+", 1},  {"ja", 1},   {"jo", 1},
    {"ll", 1},   {"uer", 1}, {"z+", 1},   {NULL, 0},
};

static const struct sound *const portuguese[26] = {
    AT('a', {"ao$", "an"}),
    AT('c', {"ch", "S"}, {"ce", "se"}, {"ci", "si"}),
    AT('g', {"gue", "ge"}, {"gui", "gi"}, {"ge", "je"}, {"gi", "ji"}),
    AT('h', {"h", ""}),
    AT('j', {"j", "j"}),
    AT('l', {"lh", "l"}),
    AT('n', {"nh", "n"}),
    AT('o', {"oes$", "oins"}, {"os$", "us"}, {"ou", "o"}, {"o$", "u"}),
    AT('q', {"qu", "k"}),
    AT('s', {"<ss", "s"}, {"<s+", "z"}),
    AT('x', {"x", "S"}),
};

static const struct clue portuguese_clues[] = {
    {"ao$", 4},  {"eiro$", 4}, {"eira$", 3}, {"oes$", 3}, {"lh", 3},  {"nh", 3}, {"inh", 2},
    {"ado$", 1}, {"ario$", 1}, {"imo$", 1},  {"ino$", 1}, {"os$", 1}, {NULL, 0},
};

static const struct sound *const italian[26] = {
    AT('c', {"cch", "k"}, {"cce", "Ce"}, {"cci", "Ci"}, {"cia", "Ca"}, {"cio", "Co"},
       {"ciu", "Cu"}, {"ch", "k"}, {"ce", "Ce"}, {"ci", "Ci"}, {"c", "k"}),
    AT('g', {"ggia", "ja"}, {"ggio", "jo"}, {"gia", "ja"}, {"gio", "jo"}, {"giu", "ju"},
       {"gge", "je"}, {"ggi", "ji"}, {"gli", "li"}, {"gu+", "gv"}, {"gg", "g"}, {"gh", "g"},
       {"gn", "n"}, {"ge", "je"}, {"gi", "ji"}),
    AT('h', {"h", ""}),
    AT('i', {"ie", "e"}),
    AT('j', {"j", "i"}),
    AT('q', {"qu", "kv"}),
    AT('s', {"sch", "sk"}, {"sce", "Se"}, {"sci", "Si"}, {"<ss", "s"}, {"<s+", "z"}),
    AT('z', {"zz", "c"}, {"<z+", "z"}, {"z", "c"}),
};

static const struct clue italian_clues[] = {
    {"elli$", 4}, {"etti$", 4}, {"iani$", 4}, {"ieri$", 4}, {"ini$", 4}, {"cc", 4},
    {"ardi$", 3}, {"ello$", 3}, {"etto$", 3}, {"gi+", 3},   {"gli", 3},  {"zz", 3},
    {"ella$", 2}, {"esi$", 2},  {"iano$", 2}, {"ino$", 2},  {"lli$", 2}, {"one$", 2},
    {"oni$", 2},  {"osi$", 2},  {"tti$", 2},  {"zi$", 2},   {"cci", 2},  {"ci", 2},
    {"gg", 2},    {"ghi", 2},   {"gn", 2},    {"schi", 2},  {"asi$", 1}, {"i$", 1},
    {"ina$", 1},  {"ioni$", 1}, {"oso$", 1},  {"zo$", 1},   {"^pie", 1}, {"ce", 1},
    {"che", 1},   {"chi", 1},   {"gi", 1},    {NULL, 0},
};

static const struct sound *const slavic[26] = {
    AT('c', {"chr", "hr"}, {"ci+", "C"}, {"ch", "h"}, {"cz", "C"}, {"cky$", "cki"},
       {"ck", "ck"}, {"c", "c"}),
    AT('d', {"dzi+", "z"}),
    AT('i', {"ie", "e"}),
    AT('j', {"j", "i"}),
    AT('r', {"rz", "j"}),
    AT('s', {"si+", "s"}, {"sz", "S"}),
    AT('y', {"y", "i"}),
    AT('z', {"zi+", "z"}, {"zs", "j"}),
};

static const struct clue slavic_clues[] = {
    {"cky$", 4}, {"c$", 3}, {"ach", 2}, {"cht", 2},  {"cki", 2}, {"cky", 2},
    {"cv", 2},   {"cz", 2}, {"dzi", 2}, {"ech", 2},  {"ica", 2}, {"och", 2},
    {"rz", 2},   {"sz", 2}, {"uch", 2}, {"wicz", 2}, {"ac$", 1}, {"ec$", 1},
    {"ice$", 1}, {"c+", 1}, {"ck", 1},  {"ie-", 1},  {"w", 1},   {NULL, 0},
};

static const struct sound *const balkan[26] = {
    AT('c', {"ch", "h"}, {"c", "C"}),
    AT('d', {"dj", "j"}),
    AT('g', {"gj", "j"}),
    AT('i', {"ie", "ie"}),
    AT('j', {"j", "i"}),
};

static const struct clue balkan_clues[] = {
    {"c$", 4}, {"cko", 2}, {"ic", 2}, {"lj", 2}, {"vic", 2}, {"ac$", 1}, {"^c-", 1},
    {"c", 1},  {"c-", 1},  {"dj", 1}, {"nj", 1}, {"ov", 1},  {NULL, 0},
};

static const struct sound *const hungarian[26] = {
    AT('c', {"cs", "C"}, {"cz", "c"}, {"c", "c"}),
    AT('g', {"gy", "d"}),
    AT('j', {"j", "i"}),
    AT('l', {"ly", "i"}),
    AT('n', {"ny", "n"}),
    AT('s', {"sz", "s"}, {"s", "S"}),
    AT('z', {"zs", "j"}),
};

static const struct clue hungarian_clues[] = {
    {"zs", 5},  {"gy", 3},  {"sz", 3}, {"kos$", 2}, {"cs", 2}, {"as$", 1},
    {"es$", 1}, {"os$", 1}, {"ly", 1}, {"ny", 1},   {NULL, 0},
};

static const struct sound *const turkish[26] = {
    AT('c', {"c", "j"}), AT('j', {"j", "j"}), AT('q', {"qu", "ku"}, {"q", "g"}),
    AT('x', {"x", "h"}), AT('y', {"y", "i"}),
};

static const struct clue turkish_clues[] = {
    {"^j", 4},   {"oglu$", 3}, {"j+", 3},   {"oglu", 3},   {"x", 3},
    {"bek$", 2}, {"ev$", 2},   {"eva$", 2}, {"evich$", 2}, {"jan$", 2},
    {"jon$", 2}, {"ov$", 2},   {"ova$", 2}, {"ovich$", 2}, {"zoda$", 2},
    {"ci$", 1},  {"c+", 1},    {"cio", 1},  {"ji", 1},     {"nc", 1},
    {"^qu", 2},  {"^qo", 3},   {"^qa", 3},  {"^qy", 3},    {NULL, 0},
};

static const struct sound *const japanese[26] = {
    AT('c', {"cch", "t"}, {"cho", "te"}, {"ch", "t"}),
    AT('e', {"ee", "e"}),
    AT('j', {"jo", "ze"}, {"j", "z"}),
    AT('m', {"mp", "mp"}),
    AT('n', {"np", "mp"}, {"nb", "mb"}, {"nm", "mm"}),
    AT('o', {"oo", "o"}, {"ou", "o"}),
    AT('s', {"sho", "se"}, {"sh", "s"}),
    AT('t', {"ts", "c"}),
    AT('y', {"yo", "e"}),
};

static const struct sound *const chinese[26] = {
    AT('c', {"ch", "C"}, {"c", "c"}),
    AT('h', {"hui", "hui"}),
    AT('i', {"iu", "iu"}, {"ie", "e"}),
    AT('j', {"j", "z"}),
    AT('n', {"ng", "n"}),
    AT('o', {"ong", "un"}, {"ou", "ou"}),
    AT('q', {"q", "c"}),
    AT('r', {"r+", "j"}),
    AT('u', {"uo", "o"}),
    AT('w', {"wu", "u"}, {"w", "v"}),
    AT('x', {"x", "s"}),
    AT('y', {"yuan", "iuan"}, {"you", "iu"}, {"yu$", "iui"}, {"yi", "i"}),
    AT('z', {"zh", "j"}, {"z", "z"}),
};

static const struct sound *const dutch[26] = {
    AT('a', {"aa", "a"}),
    AT('c', {"ch", "h"}),
    AT('e', {"ee", "e"}, {"eu", "e"}),
    AT('i', {"ie", "i"}, {"ij", "ei"}),
    AT('j', {"j", "i"}),
    AT('o', {"oe", "u"}, {"oo", "o"}, {"ou", "au"}),
    AT('s', {"sch", "sh"}),
    AT('u', {"uij", "ei"}, {"ui", "ei"}, {"uu", "u"}, {"uy", "ei"}),
};

static const struct clue dutch_clues[] = {
    {"ij", 4}, {"uij", 3}, {"ee", 2}, {"eer", 2}, {"oe", 2},  {"oo", 2}, {"oor", 2},
    {"uu", 2}, {"uy", 2},  {"aa", 1}, {"eu", 1},  {"sch", 1}, {"ui", 1}, {NULL, 0},
};

/* The -s of the Latvian nominative, which Russian leaves out: Klementjevs. */
static const struct sound *const latvian[26] = {
    AT('c', {"cs$", "C"}, {"ce", "ce"}, {"ci", "ci"}, {"c", "c"}),
    AT('j', {"j", "i"}),
    AT('s', {"s$", ""}),
};

static const struct clue latvian_clues[] = {
    {"evs$", 6}, {"ovs$", 6}, {"kins$", 6}, {"ejs$", 6}, {"ijs$", 6}, {"skis$", 6},
    {"vics$", 6}, {NULL, 0},
};

static const struct sound *const scandinavian[26] = {
    AT('a', {"aard", "ord"}, {"aa", "o"}),
    AT('g', {"gj", "i"}),
    AT('h', {"hj", "i"}, {"hv", "v"}),
    AT('j', {"j", "i"}),
    AT('o', {"oe", "e"}),
    AT('s', {"skj", "S"}, {"sj", "S"}),
    AT('y', {"y", "u"}),
};

static const struct clue scandinavian_clues[] = {
    {"gaard", 6},  {"qvist$", 4}, {"bjorn", 4}, {"skj", 4},   {"gve$", 3}, {"hj", 3},
    {"strom$", 3}, {"sj", 3},     {"sen$", 2},  {"lund$", 2}, {"aa", 2},   {NULL, 0},
};

static const struct sound *const finnish[26] = {
    AT('a', {"aa", "a"}),
    AT('e', {"ee", "e"}),
    AT('i', {"ie", "ie"}),
    AT('j', {"j", "i"}),
    AT('o', {"oo", "o"}, {"ou", "ou"}),
    AT('y', {"yy", "u"}, {"y", "u"}),
};

static const struct clue finnish_clues[] = {
    {"nen$", 6}, {"maki$", 5}, {"yy", 4}, {"kk", 2},  {"aa", 2}, {"ee", 1},
    {"ii", 2},   {"uu", 2},    {"uo", 2}, {"la$", 1}, {NULL, 0},
};

/* ---- languages of few syllables ---- */

/* What it counts when all of a name are syllables of one language. */
#define SYLLABLES 5

static const char *const japanese_beginnings[] = {
    "ssh", "cch", "ky", "sh", "ch", "ts", "ny", "hy", "my", "ry", "gy", "by",
    "py",  "kk",  "ss", "pp", "tt", "k",  "s",  "t",  "n",  "h",  "f",  "m",
    "y",   "r",   "w",  "g",  "z",  "j",  "d",  "b",  "p",  "",   NULL,
};

/* Syllables of Hepburn romaji throughout, two or more? */
static bool
is_japanese(const char *form, size_t length)
{
    size_t syllables = 0;

    if (strchr("aiueon", form[length - 1]) == NULL)
        return false;
    for (size_t at = 0; at < length; syllables++) {
        const char *const *beginning = japanese_beginnings;
        size_t letters = 0;
        for (; *beginning != NULL; beginning++) {
            letters = strlen(*beginning);
            if (at + letters < length && memcmp(form + at, *beginning, letters) == 0 &&
                strchr("aiueo", form[at + letters]) != NULL)
                break;
        }
        if (*beginning == NULL)
            return false;
        at += letters + 1;
        /* a nasal may end the syllable: Honda, Sumimoto, Gumma */
        if (at < length && (form[at] == 'n' || form[at] == 'm') &&
            (at + 1 == length ? form[at] == 'n' : strchr("aiueoy", form[at + 1]) == NULL))
            at++;
    }
    return syllables >= 2;
}

static const char *const chinese_beginnings[] = {
    "zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g",
    "k",  "h",  "j",  "q", "x", "r", "z", "c", "s", "y", "w", NULL,
};

static const char *const chinese_endings[] = {
    "iang", "iong", "uang", "ang", "eng", "ing", "ong", "ian", "iao", "uai", "uan",
    "ai",   "an",   "ao",   "ei",  "en",  "er",  "ia",  "ie",  "in",  "iu",  "ou",
    "ua",   "ue",   "ui",   "un",  "uo",  "a",   "e",   "i",   "o",   "u",   NULL,
};

/* How many letters does a syllable of pinyin take here? 0: none stands here. */
static size_t
chinese_syllable(const char *form, size_t length, size_t at)
{
    size_t start = at;
    const char *const *part;

    for (part = chinese_beginnings; *part != NULL; part++) {
        size_t letters = strlen(*part);
        if (at + letters < length && memcmp(form + at, *part, letters) == 0) {
            at += letters;
            break;
        }
    }
    if (*part == NULL && at > 0)
        return 0; /* only the first may begin with a vowel */
    for (part = chinese_endings; *part != NULL; part++) {
        size_t letters = strlen(*part);
        /* n and g belong to what follows when that is a vowel: shi-nan */
        if (at + letters <= length && memcmp(form + at, *part, letters) == 0 &&
            (at + letters == length || strchr("aeiou", form[at + letters]) == NULL))
            return at + letters - start;
    }
    return 0;
}

/* Syllables of pinyin throughout, at most three? */
static bool
is_chinese(const char *form, size_t length)
{
    size_t syllables = 0;

    if (strchr("aiueonrg", form[length - 1]) == NULL)
        return false;
    for (size_t at = 0; at < length; syllables++) {
        size_t letters = chinese_syllable(form, length, at);
        if (letters == 0)
            return false;
        at += letters;
    }
    return syllables <= 3;
}

static const struct clue no_clues[] = {{NULL, 0}};

static const struct voice {
    const struct sound *const *sounds;
    const struct clue *clues;
    bool (*speaks)(const char *form, size_t length); /* its syllables are the clue */
} voices[] = {
    {english, english_clues, NULL},
    {french, french_clues, NULL},
    {german, german_clues, NULL},
    {spanish, spanish_clues, NULL},
    {portuguese, portuguese_clues, NULL},
    {italian, italian_clues, NULL},
    {slavic, slavic_clues, NULL},
    {balkan, balkan_clues, NULL},
    {hungarian, hungarian_clues, NULL},
    {turkish, turkish_clues, NULL},
    {dutch, dutch_clues, NULL},
    {latvian, latvian_clues, NULL},
    {scandinavian, scandinavian_clues, NULL},
    {finnish, finnish_clues, NULL},
    {japanese, no_clues, is_japanese},
    {chinese, no_clues, is_chinese},
};

#define VOICES    (sizeof voices / sizeof *voices)
#define CLUES_MAX 512

/* Shorter names are read by the general voice alone. */
#define SHORTEST 3

/* ---- reading ---- */

static bool
is_vowel(char letter)
{
    return letter != '\0' && strchr("aeiouy", letter) != NULL;
}

/* How many letters at this place are those of the pattern? 0: it is not met. */
static size_t
match(const char *pattern, const char *form, size_t length, size_t at)
{
    size_t count = 0;

    if (*pattern == '^') {
        if (at > 0)
            return 0;
        pattern++;
    } else if (*pattern == '<') {
        if (at == 0 || !is_vowel(form[at - 1]))
            return 0;
        pattern++;
    }
    for (; *pattern >= 'a'; pattern++, count++)
        if (at + count >= length || form[at + count] != *pattern)
            return 0;
    if (*pattern == '\0')
        return count;
    bool at_end = at + count == length;
    if (*pattern == '$')
        return at_end ? count : 0;
    return !at_end && is_vowel(form[at + count]) == (*pattern == '+') ? count : 0;
}

/* The first sound of a voice at this place; *count becomes the letters it takes. */
static const char *
sound_at(const struct sound *const *sounds, const char *form, size_t length, size_t at,
         size_t *count)
{
    const struct sound *sound = sounds[form[at] - 'a'];

    *count = 0;
    for (; sound != NULL && sound->letters != NULL; sound++) {
        *count = match(sound->letters, form, length, at);
        if (*count > 0)
            return sound->sound;
    }
    return NULL;
}

size_t
kzsi_latin_sounds(const char *form, size_t length, size_t voice, char *out, size_t size)
{
    size_t used = 0;

    for (size_t at = 0; at < length;) {
        size_t letters, own_letters = 0;
        const char *sound, *own = NULL;
        if (form[at] < 'a' || form[at] > 'z')
            return 0;
        sound = sound_at(general, form, length, at, &letters);
        if (voice > 0)
            own = sound_at(voices[voice - 1].sounds, form, length, at, &own_letters);
        if (own != NULL && own_letters >= letters) {
            sound = own;
            letters = own_letters;
        }
        for (; *sound != '\0'; sound++) {
            if (used == size)
                return 0;
            out[used++] = *sound;
        }
        at += letters;
    }
    return used;
}

/* ---- choosing ---- */

/*
 * The clues of all languages by their first letter, which match() need not see again: those of
 * a letter stand from first_of[letter] up to first_of[letter + 1].
 */
static struct sorted_clue {
    const char *letters;
    size_t voice;
    int weight;
    char second; /* letter; 0: the clue has one alone */
} sorted_clues[CLUES_MAX];
static size_t first_of[26 + 1];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void
sort_clue(const struct clue *clue, size_t voice, size_t letter, size_t *count)
{
    const char *core = clue->letters + (*clue->letters < 'a');

    if ((size_t)(*core - 'a') == letter && *count < CLUES_MAX)
        sorted_clues[(*count)++] = (struct sorted_clue){clue->letters, voice, clue->weight,
                                                        core[1] >= 'a' ? core[1] : '\0'};
}

static void
sort_clues(void)
{
    size_t count = 0;

    for (size_t letter = 0; letter < 26; letter++) {
        first_of[letter] = count;
        for (size_t i = 0; i < VOICES; i++)
            for (const struct clue *clue = voices[i].clues; clue->letters != NULL; clue++)
                sort_clue(clue, i, letter, &count);
    }
    first_of[26] = count;
}

static void
add_scores(const char *form, size_t length, int score[VOICES])
{
    pthread_once(&once, sort_clues);
    for (size_t at = 0; at < length; at++) {
        size_t letter = (size_t)(form[at] - 'a');
        char second = at + 1 < length ? form[at + 1] : '\0';
        for (size_t i = first_of[letter]; i < first_of[letter + 1]; i++) {
            const struct sorted_clue *clue = &sorted_clues[i];
            if ((clue->second == '\0' || clue->second == second) &&
                match(clue->letters, form, length, at) > 0)
                score[clue->voice] += clue->weight;
        }
    }
    for (size_t i = 0; i < VOICES; i++)
        if (voices[i].speaks != NULL && voices[i].speaks(form, length))
            score[i] += SYLLABLES;
}

/*
 * What a score must reach: short names have many others beside them, each reading brings more
 * of those in.
 */
static int
least_score(size_t length)
{
    return length < 6 ? 6 : length == 6 ? 4 : length == 7 ? 3 : 2;
}

size_t
kzsi_latin_voices(const char *form, size_t length, size_t out[KZSI_NAME_KEYS - 1])
{
    int score[VOICES] = {0};
    size_t count = 0;

    if (length < SHORTEST)
        return 0;
    add_scores(form, length, score);
    while (count < KZSI_NAME_KEYS - 1) {
        size_t best = 0;
        for (size_t i = 1; i < VOICES; i++)
            if (score[i] > score[best])
                best = i;
        if (score[best] < least_score(length))
            break;
        score[best] = 0;
        out[count++] = best + 1;
    }
    return count;
}
