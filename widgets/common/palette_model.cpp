#include "widgets/common/palette_model.h"

#include <QStringList>

#include <algorithm>
#include <numeric>

namespace otabench::widgets {
namespace {

constexpr int kWordStart = 100;
constexpr int kAnywhere = 60;
constexpr int kLetters = 20;

/// Lower case, without accents.
QString folded(const QString &text)
{
    QString result;
    const QString parts = text.normalized(QString::NormalizationForm_D).toCaseFolded();
    for (const QChar letter : parts) {
        if (!letter.isMark())
            result += letter;
    }
    return result;
}

bool hasLettersInOrder(const QString &text, const QString &word)
{
    int at = 0;
    for (const QChar letter : word) {
        at = text.indexOf(letter, at);
        if (at < 0)
            return false;
        ++at;
    }
    return true;
}

/// The best place of a word; an early one is a little better.
std::optional<int> wordScore(const QString &text, const QString &word)
{
    for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
        if (at == 0 || !text[at - 1].isLetterOrNumber())
            return kWordStart - std::min(at, 30);
    }
    if (const int at = text.indexOf(word); at >= 0)
        return kAnywhere - std::min(at, 30);
    return word.size() > 1 && hasLettersInOrder(text, word) ? std::optional(kLetters)
                                                            : std::nullopt;
}

} // namespace

std::optional<int> paletteScore(const QString &text, const QString &typed)
{
    const QString where = folded(text);
    int score = 0;
    const QStringList words = folded(typed).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const QString &word : words) {
        const auto found = wordScore(where, word);
        if (!found)
            return std::nullopt;
        score += *found;
    }
    return score;
}

PaletteModel::PaletteModel(std::vector<PaletteEntry> entries, QObject *parent)
    : QAbstractListModel(parent)
    , m_entries(std::move(entries))
{
    find({});
}

void PaletteModel::find(const QString &typed)
{
    beginResetModel();
    std::vector<int> scores(m_entries.size());
    m_shown.clear();
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const PaletteEntry &entry = m_entries[i];
        const QString text = entry.text + QLatin1Char(' ') + entry.place;
        if (const auto score = paletteScore(text, typed)) {
            scores[i] = *score;
            m_shown.push_back(i);
        }
    }
    std::stable_sort(m_shown.begin(), m_shown.end(),
                     [&scores](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
    endResetModel();
}

const PaletteEntry &PaletteModel::entry(int row) const
{
    return m_entries[m_shown[static_cast<std::size_t>(row)]];
}

int PaletteModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant PaletteModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const PaletteEntry &shown = entry(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return shown.text;
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1, %2").arg(shown.text, shown.place);
    case PlaceRole:
        return shown.place;
    case IconRole:
        return shown.icon;
    case ShortcutRole:
        return shown.shortcut.toString(QKeySequence::NativeText);
    default:
        return {};
    }
}

} // namespace otabench::widgets
