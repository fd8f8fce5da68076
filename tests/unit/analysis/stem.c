/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stems by script, and the cache behind them. */
#include <libstemmer.h>

#include "analysis/rewrite.h"
#include "tests/unit/analysis/stems.h"

/* The forms of one word, as they stand in commentary. */
static const char *const russian[] = {
    /* verbs */
    "требовать требует требуют требуя требующий требовал",
    "организует организовать организовал организующая",
    "воюют воевать воевал",
    "вернулся вернуться вернётся вернулась вернувшись",
    "писать пишет пишут писал",
    "подписать подпишет подпишут подписал",
    "вышел выйти выйдет вышла вышли",
    "привёл приведёт привести привели приведут",
    "привлёк привлечь привлечёт привлекли привлекут",
    "поддержать поддержит поддержат поддержала",
    "увидеть увидит увидела увидят увижу",
    "знать знает знал знают знаю",
    "создаёт создать создавать создадут создал",
    "даст дать дал дадут дают даёт",
    "избить избили изобьют избил",
    "умереть умер умрёт умерла",
    "люблю любить любит",
    "имеет иметь имели имеют имеющий",
    /* participles and adjectives */
    "построенный построен построена построены построено",
    "обеспечен обеспечена обеспечение",
    "возможен возможный возможна",
    "понятен понятный понятно",
    "необходим необходимый необходимо",
    "устойчив устойчивый устойчива",
    "учитывая учитывать учитывал",
    /* nouns */
    "канал канала каналу каналов каналы",
    "роман романа романы романов",
    "кредит кредита кредите кредитов",
    "система систем системы системой",
    "режим режима режимов режиме",
    "обмен обмена обмену обмены",
    "музей музея музею музее музеи музеев",
    "идея идею идеи идей идеями",
    "память памяти памятью",
    "запись записи записей",
    "остров острова островов",
    "ислам ислама исламу",
    "рынок рынка рынки рынков",
    "отец отца отцы отцов",
    "владелец владельца владельцы",
    "поездка поездок поездки",
    "день дня дней днями",
    "письмо писем письма",
    "гражданин гражданина граждане граждан гражданам",
    "Беларусь Беларуси Беларусью",
    "Казахстан Казахстана Казахстану Казахстаном",
    "человек люди людей людям",
    "год лет годы годов",
    "ребёнок дети детей ребёнка",
    "время времени времена времён",
};
static const char *const english[] = {
    "man men",
    "woman women",
    "child children child's",
    "go went gone goes going",
    "take took taken takes taking",
    "fight fought fighting",
    "withdraw withdrew withdrawn",
    "crisis crises",
    "labour labor labours labors",
    "labourers laborers",
    "favourable favorable favour",
    "defence defense",
    "centre center centres",
    "programme program programmes programs",
    "organise organize organised organisation organization",
    "analyse analyze analysis analyses",
    "kilometre kilometer kilometres",
    "election elections",
    "people people's",
};
static const char *const different[][2] = {
    /* names are no words */
    {"Токаев", "ток"},
    {"Иран", "ира"},
    {"Алиев", "ал"},
    {"Ержан", "ержа"},
    /* endings that are none */
    {"канал", "кана"},
    {"актив", "акт"},
    {"режим", "реж"},
    {"западу", "запасть"},
    {"возрасту", "возрасти"},
    {"уволить", "увить"},
    {"лететь", "лето"},
    {"забить", "забыть"},
    {"брать", "брат"},
    {"красивая", "красить"},
    {"последняя", "последовать"},
    {"интернет", "интерн"},
    {"минут", "миновать"},
    {"мыть", "мы"},
    {"дать", "да"},
    {"лить", "ли"},
    {"дожди", "дождаться"},
    {"неважен", "важен"},
    /* English */
    {"resent", "resend"},
    {"relent", "relend"},
    {"unknown", "know"},
    {"specimen", "speciman"},
    {"Yemen", "yeman"},
    {"promise", "promize"},
    {"exercise", "exercize"},
    {"left", "leave"},
    {"best", "good"},
};

static void
forms_meet(void)
{
    CHECK_ROWS(russian);
    CHECK_ROWS(english);
    CHECK_PAIRS(different);
}

/* A word of this kind, in *word. */
static void
set_word(struct kzsi_word *word, unsigned scripts, const char *form, size_t length)
{
    memset(word, 0, sizeof *word);
    word->scripts = scripts;
    word->length = length;
    memcpy(word->form, form, length);
}

static const char *
stem_with(struct kzsi_stemmer *stemmer, const struct kzsi_word *word, const char **language)
{
    static char stem[256];
    const char *term;
    size_t length;

    if (!kzsi_stem(stemmer, word, &term, &length, language))
        exit(99);
    snprintf(stem, sizeof stem, "%.*s", (int)length, term);
    return stem;
}

static void
scripts(void)
{
    struct kzsi_stemmer *stemmer = kzsi_stemmer_new();
    struct kzsi_word word;
    const char *language;

    kzsi_stemmer_free(NULL);
    set_word(&word, KZSI_SCRIPT_LATIN, "states", 6);
    is_string(stem_with(stemmer, &word, &language), "state", "Latin is stemmed");
    is_string(language, "en", "as English");
    set_word(&word, KZSI_SCRIPT_RUSSIAN, "войны", 10);
    is_string(stem_with(stemmer, &word, &language), "войн", "Cyrillic is stemmed");
    is_string(language, "ru", "as Russian");
    set_word(&word, KZSI_SCRIPT_OTHER, "қазақтар", 16);
    is_string(stem_with(stemmer, &word, &language), "қазақтар", "letters of others stay");
    is_string(language, "", "and are of no language");
    set_word(&word, KZSI_SCRIPT_LATIN | KZSI_SCRIPT_RUSSIAN, "itкомпании", 18);
    is_string(stem_with(stemmer, &word, &language), "itкомпании", "mixed words stay");
    set_word(&word, KZSI_SCRIPT_LATIN, "mp3s", 4);
    word.has_digit = true;
    is_string(stem_with(stemmer, &word, &language), "mp3s", "words with digits stay");
    kzsi_stemmer_free(stemmer);
}

/* What kzsi_stem() says without its cache. */
static void
work_out(struct sb_stemmer *snowball, enum kzsi_stem_list list, const struct kzsi_word *word,
         char *stem, size_t size)
{
    char out[KZSI_REWRITTEN_MAX];
    size_t length = 0;
    enum kzsi_rewriting done =
        list == KZSI_STEMS_EN ? kzsi_rewrite(list, word->form, word->length, out, &length)
                              : kzsi_rewrite_russian(word->form, word->length, out, &length);
    const char *text = done == KZSI_REWRITE_NONE ? word->form : out;

    if (done == KZSI_REWRITE_NONE)
        length = word->length;
    if (done != KZSI_REWRITE_STEM) {
        text = (const char *)sb_stemmer_stem(snowball, (const sb_symbol *)text, (int)length);
        length = (size_t)sb_stemmer_length(snowball);
    }
    snprintf(stem, size, "%.*s", (int)length, text);
}

/* Words of random syllables and real endings, from 2 bytes to the longest a form can be. */
static size_t
random_word(enum kzsi_stem_list list, char *form)
{
    static const char *const parts[2][24] = {
        {"a", "e",    "st",    "or", "man", "men", "ing",  "ed", "ised", "ation", "our", "ly",
         "s", "take", "taken", "un", "re",  "th",  "ness", "y",  "ies",  "ful",   "al",  "b"},
        {"а",   "о",   "пере", "ста", "ть",   "ен", "ана", "ует",  "ок", "ец", "ся",  "ость",
         "ами", "жив", "при",  "шел", "люди", "б",  "в",   "нуть", "ив", "ий", "ого", "ек"}};
    size_t count = 1 + random_below(random_below(8) == 0 ? 24 : 5), length = 0;

    while (count-- > 0) {
        const char *part = parts[list][random_below(24)];
        if (length + strlen(part) > KZSI_FORM_MAX)
            break;
        memcpy(form + length, part, strlen(part));
        length += strlen(part);
    }
    return length;
}

static void
the_cache_changes_nothing(void)
{
    static const char *const names[] = {"english", "russian"};
    struct kzsi_stemmer *stemmer = kzsi_stemmer_new();
    static char forms[4096][KZSI_FORM_MAX + 8];
    static char stems[4096][256];
    static enum kzsi_stem_list lists[4096];

    random_begin("stems");
    for (size_t i = 0; i < 4096; i++) {
        struct sb_stemmer *snowball;
        struct kzsi_word word;
        size_t length;

        lists[i] = random_below(2) == 0 ? KZSI_STEMS_EN : KZSI_STEMS_RU;
        length = random_word(lists[i], forms[i]);
        forms[i][length] = '\0';
        set_word(&word, 0, forms[i], length);
        snowball = sb_stemmer_new(names[lists[i]], NULL);
        work_out(snowball, lists[i], &word, stems[i], sizeof stems[i]);
        sb_stemmer_delete(snowball);
    }
    ok(kzsi_stem_memo(stemmer) == NULL && kzsi_stem_note(stemmer) && kzsi_stem_note(stemmer),
       "there is room for notes when it is asked for");
    for (unsigned round = 0, wrong = 0, mixed = 0, noted = 0; round < 2; round++) {
        for (size_t n = 0; n < 200000; n++) {
            size_t i = random_below(4096);
            struct kzsi_word word;
            const char *language;

            set_word(&word,
                     lists[i] == KZSI_STEMS_EN ? KZSI_SCRIPT_LATIN : KZSI_SCRIPT_RUSSIAN,
                     forms[i], strlen(forms[i]));
            if (strcmp(stem_with(stemmer, &word, &language), stems[i]) != 0 && wrong++ < 5)
                printf("# %s: %s\n", forms[i], stems[i]);
            struct kzsi_memo *memo = kzsi_stem_memo(stemmer);
            if (memo == NULL)
                continue;
            noted += memo->epoch != 0;
            mixed += memo->epoch != 0 && strcmp(forms[memo->form], forms[i]) != 0;
            *memo = (struct kzsi_memo){1, 0, (uint32_t)i};
        }
        is_number(mixed, 0, "what is noted of a form is never found at another");
        ok(noted > 100000, "and mostly found again: %u times", noted);
        is_number(wrong, 0, "200,000 words in random order have the stems they have alone");
    }
    kzsi_stemmer_free(stemmer);
}

int
main(void)
{
    forms_meet();
    scripts();
    the_cache_changes_nothing();
    return tap_done();
}
