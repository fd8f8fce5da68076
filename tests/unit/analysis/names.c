/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <pthread.h>

#include "tests/unit/analysis/meet.h"

static void
one_name(void)
{
    static const char *const pairs[][2] = {
        {"Город [Киев] ждёт.", "Today [Kyiv] waits."},
        {"Там [Том] сказал.", "There [Tom] said."}, /* Тома is Thomas */
        {"Там Том [Стил] сказал.", "There Tom [Steel] said."},
        {"Там Том [Фокс] сказал.", "There Tom [Fox] said."},
        {"Город [Киев] ждёт.", "Today [Kiev] waits."},
        {"Місто [Київ] чекає.", "В городе [Киеве] ждут."},
        {"Город [Астана] растёт.", "Город [Нур]-Султан растёт."},
        {"Город [Астана] растёт.", "Now [Nur]-Sultan grows."},
        {"Город [Астана] растёт.", "Now [Astana] grows."},
        {"Президент [Байден] устал.", "President [Biden] is tired."},
        {"Сказал [Трамп] вчера.", "President [Trump] said."},
        {"Сказал [Си] Цзиньпин.", "Said [Xi] Jinping."},
        {"Сказал [Буш] вчера.", "Said [Bush] then."},
        {"Решение [ООН] принято.", "The [UN] has decided."},
        {"Решение [ООН] принято.", "The [U.N.] has decided."},
        {"Решение [ООН] принято.", "The [United] Nations decided."},
        {"Решение [ООН] принято.", "В [Организации] Объединённых Наций решили."},
        {"Силы [ОДКБ] ушли.", "The [CSTO] has left."},
        {"Союз [ЕАЭС] растёт.", "The [EAEU] grows."},
        {"Война в [США] кончилась.", "The [US] is back."},
        {"Весь [Нью]-Йорк спит.", "All of [New] York sleeps."},
        {"Страна [Бирма] бедна.", "Poor [Myanmar] waits."},
        {"Остров [Шпицберген] холоден.", "Cold [Svalbard] waits."},
        {"Сильна [Республика] Корея.", "Strong [Korea], Republic of, waits."},
        {"Там [Папуа] — Новая Гвинея.", "Far [Papua] New Guinea waits."},
        {"Там [Кокосовые] острова.", "Far [Cocos] (Keeling) Islands wait."},
        {"Город [Сан]-Маркос мал.", "Little [San] Marcos waits."},
        {"Город [Форт]-Симпсон мал.", "Little [Fort] Simpson waits."},
        {"Там [Марк] сказал.", "Said [Mark] then."},
        {"Там [Кристиан] сказал.", "Said [Kristian] then."}, /* the line has Christian */
        {"Там [Мартино] сказал.", "Said [Martino] then."},   /* no case of Мартин */
        {"Сказал [Ове] Йенсен.", "Said [Ove] Jensen."},
        {"Сказал [Бадыкеев] там.", "Said [Badykeev] then."},
        {"Сказала [Джонс] там.", "Said [Jones] then."},
        {"Сказал [Пенроуз] там.", "Said [Penrose] then."},
        {"Сказал [Клементьев] там.", "Said [Klementjevs] then."},
        {"Сказал [Тюнккюнен] там.", "Said [Tynkkynen] then."},
        {"Сказал [Кристоф] там.", "Said [Christophe] then."},
        {"Сказал [Кхама] там.", "Said [Khama] then."},
        {"Там [Джеймс] Петерсон.", "Said [James] Peterson."},
        {"Сказала [Тэтчер] тогда.", "Said [Thatcher] then."},
        {"Сказал [Рэнд] там.", "Said [Rend] then."},
        {"Сказал Майкл [Ли] там.", "Said Michael [Lee] then."},
        {"Сказал [Пен] Пол.", "Said [Pen] Paul."}, /* a word, but beside a name */
        {"Сказал Питер [де] Крем.", "Said Pieter [De] Crem."},
        {"Сказал [Эд] Марки.", "Said [Ed] Markey."}, /* and no particle of Arabic names */
        {"Сказал [Боб] Менендес.", "Said [Robert] Menendez."},
        {"Сказала [Азиза] там.", "Said [Azizah] then."},
        {"Сказал [Цилевич] там.", "Said [Cilevičs] then."},
    };

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        ok_meet(pairs[i][0], pairs[i][1]);
}

static void
not_one_name(void)
{
    static const char *const pairs[][2] = {
        {"Страна [Грузия] мала.", "Там [Георгий] сказал."},
        {"Страна [Гайана] мала.", "Страна [Гана] мала."},
        {"Город [Волжск] мал.", "Город [Вольск] мал."},
        {"Город [Йена] мал.", "Там [Энн] сказала."},
        {"Музей [Царицыно] стоит.", "The [Volgograd] battle."},
        {"сказала [Ove] only.", "Сказала [Ове] там."}, /* short, with no name beside */
        {"Город [Сумы] мал.", "Город [Сухуми] мал."},
        {"Там [Асим] Назим.", "There [Al] Gaddafi."}, /* Ас- begins names */
        {"Там [Али] Назим.", "There [Al] Gaddafi."},
        {"Там [Холл] пуст.", "A little [Hall] is empty."},
        {"Решение [ООН] принято.", "all [un] there."},
        {"The [UN] has decided.", "Решение [Ун] принято."},
        {"Там [сан] высок.", "Little [San] Marcos waits."},
        {"Его [Сан] высок.", "Little [San] Marcos waits."}, /* no name follows */
        {"Старый [Форт] стоит.", "Little [Fort] Simpson waits."},
        {"Город [Акмола] стоит.", "The [Akmola] Region waits."},
        {"Знает [ли] он?", "Said Michael [Lee] then."},
        {"Музей де Голля [де] закрыт.", "Said Pieter [De] Crem."}, /* between names alone */
        {"Старый [Пен] лежит.", "A bar of [Pen] there."},
    };

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        ok_apart(pairs[i][0], pairs[i][1]);
}

static void
looking_up(void)
{
    struct kzsi_names *names = kzsi_names_builtin();

    ok(names != NULL && names == kzsi_names_builtin(), "the built-in table is made once");
    is_string(find_name(names, "токаев", false), "tokaev", "a name has its sounds for a term");
    is_string(find_name(names, "nice", false), "=nice",
              "one that is an ordinary word its spelling");
    is_string(find_name(names, "nosuchname", false), NULL, "what is not in it has none");
    is_string(find_name(names, "un", false), NULL, "un is no abbreviation");
    ok(find_name(names, "un", true) != NULL, "UN is");
    is_string(find_name(names, "", false), NULL, "nothing has none");
    is_string(find_name(names, "\xFF\xFE", false), NULL, "nor have bytes that are no letters");
    ok(kzsi_names_hold(names) == names && kzsi_names_hold(NULL) == NULL, "it is held");
    kzsi_names_free(names);
    kzsi_names_free(NULL);
    ok(find_name(names, "токаев", false) != NULL, "it outlives one of those who held it");
}

static void *
look_up_all(void *user)
{
    struct kzsi_names *names = kzsi_names_builtin();
    char key[2] = "a";
    size_t *missing = user;

    for (; key[0] <= 'z'; key[0]++)
        find_name(names, key, false);
    struct kzsi_reading reading = {.length = 10, .text = "kazakhstan"};
    struct kzsi_name_key found[2];
    *missing += kzsi_names_find(names, &reading, true, false, found) == 0;
    return NULL;
}

/* Threads that ask for the same drawers at once get the same answers. */
static void
threads(void)
{
    pthread_t thread[4];
    size_t missing[4] = {0}, all = 0;

    for (size_t i = 0; i < 4; i++)
        if (pthread_create(&thread[i], NULL, look_up_all, &missing[i]) != 0)
            exit(99);
    for (size_t i = 0; i < 4; i++) {
        pthread_join(thread[i], NULL);
        all += missing[i];
    }
    is_number(all, 0, "threads share the table");
}

/* What an index adds may have first spellings longer than a key. */
static void
long_ones(void)
{
    static const char text[] = "Commonwealth of all the Very Long Names that anybody "
                               "could think of = ДДС\n"
                               "Commonwealth of all the Very Long Names that anybody "
                               "could find here = ЖЖС\n";
    char one[KZSI_FORM_MAX + 8] = "";
    size_t bad;
    struct kzsi_names *names = kzsi_names_new(NULL, text, sizeof text - 1, &bad);

    if (names != NULL && find_name(names, "ддс", true) != NULL)
        strcpy(one, find_name(names, "ддс", true));
    const char *other = names != NULL ? find_name(names, "жжс", true) : NULL;
    ok(*one != '\0' && strlen(one) <= KZSI_NAME_KEY_MAX, "a long name has a short key");
    ok(other != NULL && strcmp(one, other) != 0, "and another than one that begins alike");
    kzsi_names_free(names);
}

int
main(void)
{
    threads();
    one_name();
    not_one_name();
    looking_up();
    long_ones();
    return tap_done();
}
