#pragma once

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QStringList>
#include <QTabBar>
#include <QTableView>
#include <QTextDocument>
#include <QWidget>

namespace otabench::tests {

/// "page/…/certificatesCard/export": how to find a widget that a test complains of.
inline QString pathOf(const QWidget &widget)
{
    QStringList names;
    for (const QWidget *each = &widget; each != nullptr && !each->isWindow();
         each = each->parentWidget())
        names.prepend(each->objectName().isEmpty()
                          ? QString::fromLatin1(each->metaObject()->className())
                          : each->objectName());
    return names.join(QLatin1Char('/'));
}

/// A text that stands on the screen, and the widget it stands on.
struct ShownText
{
    const QWidget *widget;
    QString text;
};

inline QString plain(const QString &text)
{
    if (!Qt::mightBeRichText(text))
        return text;
    QTextDocument document;
    document.setHtml(text);
    return document.toPlainText();
}

/// All texts of the visible widgets below `root`: labels, buttons, tabs, fields, headings. Not the
/// cells of tables, which hold data.
inline std::vector<ShownText> shownTexts(const QWidget &root)
{
    std::vector<ShownText> texts;
    const auto widgets = root.findChildren<QWidget *>();
    for (const QWidget *widget : widgets) {
        if (!widget->isVisible())
            continue;
        const auto add = [&](const QString &text) {
            if (!text.isEmpty())
                texts.push_back({widget, plain(text)});
        };
        add(widget->toolTip());
        add(widget->accessibleName());
        if (const auto *label = qobject_cast<const QLabel *>(widget))
            add(label->text());
        else if (const auto *button = qobject_cast<const QAbstractButton *>(widget))
            add(button->text());
        else if (const auto *box = qobject_cast<const QComboBox *>(widget))
            add(box->currentText());
        else if (const auto *edit = qobject_cast<const QLineEdit *>(widget))
            add(edit->placeholderText());
        else if (const auto *tabs = qobject_cast<const QTabBar *>(widget)) {
            for (int i = 0; i < tabs->count(); ++i)
                add(tabs->tabText(i));
        } else if (const auto *header = qobject_cast<const QHeaderView *>(widget)) {
            if (header->orientation() == Qt::Vertical || header->model() == nullptr)
                continue;
            for (int i = 0; i < header->count(); ++i) {
                if (!header->isSectionHidden(i))
                    add(header->model()->headerData(i, Qt::Horizontal).toString());
            }
        }
    }
    return texts;
}

/// Whether this widget may show less than its text: it elides, and tells all in its tooltip.
inline bool mayElide(const QWidget &widget)
{
    return widget.property("elides").toBool();
}

/// Texts that do not fit into the widget they stand on, as "path: text".
inline QStringList clippedTexts(const QWidget &root)
{
    QStringList clipped;
    const auto complain = [&clipped](const QWidget &widget, const QString &text) {
        clipped << QStringLiteral("%1 (%2x%3, wants %4x%5): %6")
                       .arg(pathOf(widget))
                       .arg(widget.width())
                       .arg(widget.height())
                       .arg(widget.sizeHint().width())
                       .arg(widget.sizeHint().height())
                       .arg(text);
    };
    const auto widgets = root.findChildren<QWidget *>();
    for (const QWidget *widget : widgets) {
        if (!widget->isVisible() || mayElide(*widget))
            continue;
        if (const auto *label = qobject_cast<const QLabel *>(widget)) {
            const bool fits = label->wordWrap()
                                  ? label->heightForWidth(label->width()) <= label->height() + 1
                                  : label->sizeHint().width() <= label->width() &&
                                        label->sizeHint().height() <= label->height() + 1;
            if (!label->text().isEmpty() && !fits)
                complain(*label, label->text());
        } else if (const auto *button = qobject_cast<const QAbstractButton *>(widget)) {
            if (!button->text().isEmpty() && (button->sizeHint().width() > button->width() ||
                                              button->fontMetrics().height() > button->height()))
                complain(*button, button->text());
        } else if (const auto *box = qobject_cast<const QComboBox *>(widget)) {
            if (box->fontMetrics().horizontalAdvance(box->currentText()) + 40 > box->width() &&
                box->sizeAdjustPolicy() != QComboBox::AdjustToMinimumContentsLengthWithIcon)
                complain(*box, box->currentText());
        } else if (const auto *header = qobject_cast<const QHeaderView *>(widget)) {
            if (header->orientation() == Qt::Vertical || header->model() == nullptr)
                continue;
            for (int i = 0; i < header->count(); ++i) {
                const QString text = header->model()->headerData(i, Qt::Horizontal).toString();
                if (!header->isSectionHidden(i) &&
                    header->fontMetrics().horizontalAdvance(text) + 8 > header->sectionSize(i))
                    complain(*header, text);
            }
        }
    }
    return clipped;
}

} // namespace otabench::tests
