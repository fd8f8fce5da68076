/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Function words of English and Russian, as forms. They are indexed and count in phrases like
 * any word; the query planner only gives them less weight beside words that carry meaning.
 */
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis.h"

/* Sorted by bytes. */
static const char *const words[] = {
    "a", "about", "after", "again", "all", "also", "am", "an", "and", "any", "are", "as",
    "at", "be", "because", "been", "before", "being", "between", "both", "but", "by", "can",
    "could", "did", "do", "does", "doing", "down", "during", "each", "few", "for", "from",
    "further", "had", "has", "have", "having", "he", "her", "here", "hers", "herself",
    "him", "himself", "his", "how", "i", "if", "in", "into", "is", "it", "its", "itself",
    "many", "may", "me", "might", "more", "most", "much", "must", "my", "myself", "no",
    "nor", "not", "now", "of", "off", "on", "once", "only", "or", "other", "our", "ours",
    "ourselves", "out", "over", "own", "same", "shall", "she", "should", "so", "some",
    "such", "than", "that", "the", "their", "theirs", "them", "themselves", "then", "there",
    "these", "they", "this", "those", "through", "to", "too", "under", "until", "up",
    "upon", "very", "was", "we", "were", "what", "when", "where", "which", "while", "who",
    "whom", "whose", "why", "will", "with", "within", "without", "would", "you", "your",
    "yours", "yourself", "yourselves", "а", "без", "более", "бы", "был", "была", "были",
    "было", "быть", "в", "вам", "вас", "весь", "во", "вот", "все", "всего", "всех", "всю",
    "вы", "где", "да", "даже", "для", "до", "его", "ее", "ей", "ему", "если", "есть", "еще",
    "же", "за", "зачем", "здесь", "и", "из", "или", "им", "их", "к", "как", "какая",
    "какие", "каким", "какими", "каких", "какова", "каково", "каковы", "какого", "какое",
    "какой", "каком", "какому", "какую", "кем", "ко", "когда", "кого", "ком", "кому",
    "которая", "которого", "которой", "котором", "которые", "который", "которых", "кто",
    "куда", "ли", "либо", "мне", "может", "мы", "на", "над", "надо", "наш", "не", "него",
    "нее", "нет", "ни", "них", "но", "ну", "о", "об", "обо", "однако", "он", "она", "они",
    "оно", "от", "откуда", "очень", "по", "под", "после", "почему", "при", "про", "с",
    "сам", "свое", "своего", "своей", "свои", "своих", "свою", "себе", "себя", "сколько",
    "со", "так", "также", "такие", "такой", "там", "те", "тем", "то", "того", "тоже", "той",
    "только", "том", "тут", "ты", "у", "уже", "хотя", "чего", "чей", "чем", "чему", "что",
    "чтобы", "чье", "эта", "эти", "этих", "это", "этого", "этой", "этом", "этот", "эту",
    "я",
};

bool
kzsi_is_stop_word(const char *form, size_t length)
{
    size_t low = 0, high = sizeof words / sizeof *words;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strncmp(form, words[middle], length);
        if (order == 0 && words[middle][length] == '\0')
            return true;
        if (order > 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}
