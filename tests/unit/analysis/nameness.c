/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sees the list itself: the module is compiled in under other names. */
#define kzsi_is_false_friend own_is_false_friend
#define kzsi_looks           own_looks
#define kzsi_is_namelike     own_is_namelike
#define kzsi_begins_sentence own_begins_sentence
#include "analysis/nameness.c"
#undef kzsi_is_false_friend
#undef kzsi_looks
#undef kzsi_is_namelike
#undef kzsi_begins_sentence

#include "tests/unit/analysis/meet.h"

bool kzsi_is_false_friend(const char *form, size_t length);

static void
the_list_is_in_order(void)
{
    const char *at = (const char *)false_friends, *end = at + sizeof false_friends;
    const char *previous = "";
    size_t words = 0, unsorted = 0, found = 0, odd = 0, previous_length = 0;

    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        if (stop == NULL) {
            odd++;
            break;
        }
        size_t length = (size_t)(stop - at);
        if (*at != '#') {
            int order =
                memcmp(previous, at, previous_length < length ? previous_length : length);
            unsorted += order > 0 || (order == 0 && previous_length >= length);
            for (size_t i = 0; i < length; i++)
                odd += at[i] < 'a' || at[i] > 'z';
            char *block = exact(at, length);
            found += is_listed(block, length) && kzsi_is_false_friend(block, length);
            free(block);
            previous = at;
            previous_length = length;
            words++;
        }
        at = stop + 1;
    }
    is_number(unsorted, 0, "the list is sorted by bytes and has no word twice");
    is_number(odd, 0, "its lines are of small Latin letters and end");
    is_number(found, words, "each of its %zu words is found", words);
}

static void
false_friends_are_known(void)
{
    static const char *const friends[] = {"sad",       "drug",   "drugs",  "port",
                                          "ports",     "ported", "doctor", "doctors",
                                          "president", "bank",   "banking"};
    static const char *const others[] = {"",           "s",     "ing",  "tokayev",
                                         "washington", "zzzz",  "aaaa", "kazakhstan",
                                         "obama",      "portx", "zoe#", "#"};

    for (size_t i = 0; i < sizeof friends / sizeof *friends; i++)
        ok(kzsi_is_false_friend(friends[i], strlen(friends[i])), "%s is a false friend",
           friends[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        char *block = exact(others[i], strlen(others[i]));
        ok(!kzsi_is_false_friend(block, strlen(others[i])), "'%s' is none", others[i]);
        free(block);
    }
}

static void
ordinary_words(void)
{
    static const char *const pairs[][2] = {
        {"He is [sad] today.", "Там [сад] цветёт."},
        {"A Most [Sad] Story", "Вишнёвый [Сад] цветёт."},
        {"The [Drug] War Goes On", "Мой [Друг] пришёл."},
        {"The [Port] Was Closed", "Старый [Порт] закрыт."},
        {"THE [DOCTOR] IS IN", "Старый [Доктор] ушёл."},
        {"The [Most] Wanted Man", "Через [Мост] идём."},
        {"The [Banks] Are Closed", "Стоят [Банки] с мёдом."},
        {"A [Roman] Holiday", "Новый [Роман] вышел."},
        {"[sad] song", "Наш [сад]"},
    };

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        ok_apart(pairs[i][0], pairs[i][1]);
    ok(!finds("sad", "Там [сад] цветёт."), "a query for sad does not find сад");
    ok(!finds("Sad", "Там [Сад] цветёт."), "nor with a capital");
}

/* Where a capital makes a name, and where it does not. */
static void
capitals(void)
{
    ok_meet("Потом [Дарменов] ушёл.", "And [Darmenov] left.");
    ok_meet("[Дарменов] ушёл.", "And [Darmenov] left."); /* by its ending */
    ok_apart("[Полянка] пуста.", "And [Polyanka] left.");
    ok_meet("[Полянка] Кадырова пуста.", "And [Polyanka] left.");
    ok_meet("Так сказал К. [Полянка].",
            "And [Polyanka] left."); /* an initial ends no sentence */
    ok_meet("Так сказал г. [Полянка].", "Said Mr. [Polyanka] then.");
    ok_apart("Все ушли. [Полянка] пуста.", "And [Polyanka] left.");
    ok_apart("Все ушли! [Полянка] пуста.", "And [Polyanka] left.");
    ok_apart("Заголовок\n\n[Полянка] пуста.", "And [Polyanka] left.");
    ok_meet("В ней\n[Полянка] пуста.", "And [Polyanka] left.");
    ok_apart("там [полянка] пуста.", "And [Polyanka] left.");
    ok_apart("The story of [Which] House", "Там [Вич] сказал.");
    ok_meet("TOKAYEV MEETS [DARMENOV] IN ASTANA", "Там [Дарменов] сказал.");
    ok_meet("Tokayev Meets [Darmenov] in Astana", "Там [Дарменову] сказали.");
    ok_meet("К.-Ж. [Токаев] сказал.", "President [Tokayev] said.");
    ok_meet("К. [Токаев] сказал.", "President [Tokayev] said.");
    ok(finds("Дарменов", "And [Darmenov] left."), "a capital in a query is meant");
    ok(finds("токаева", "And [Tokayev] left."), "a known name needs none there");
    ok(finds("tokayev", "Там [Токаева] ждут."), "nor in Latin letters");
    ok(finds("мамыртаев", "And [Mamyrtayev] left."), "nor does one with a sure ending");
    ok(!finds("полянка", "And [Polyanka] left."), "other words do");
}

int
main(void)
{
    the_list_is_in_order();
    false_friends_are_known();
    ordinary_words();
    capitals();
    return tap_done();
}
