#pragma once

#include <QPushButton>
#include <QWidget>

#include <vector>

class QBoxLayout;
class QLabel;
class QLineEdit;

namespace otabench::widgets {

/// A button of a page's header. Where the header is too narrow it shows its icon alone, and its
/// text as tooltip.
class ActButton : public QPushButton
{
    Q_OBJECT
public:
    ActButton(const QString &iconName, bool isPrimary, QWidget *parent);

    void setCompact(bool compact);

    [[nodiscard]] bool isCompact() const { return m_isCompact; }

    [[nodiscard]] int fullWidth() const; ///< with icon and text
    [[nodiscard]] QSize sizeHint() const override;

    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    bool m_isCompact = false;
};

/// The upper edge of a page: title, count, search, acts. It never makes the window wider: acts lose
/// their words from the left before that, the primary one last. Thread: GUI.
class PageHeader : public QWidget
{
    Q_OBJECT
public:
    explicit PageHeader(QWidget *parent = nullptr);

    void setTitle(const QString &title);
    [[nodiscard]] QString title() const;
    void setCount(const QString &count);
    ActButton *addAct(const QString &objectName, const QString &iconName, bool isPrimary);
    QLineEdit *addSearch(const QString &objectName);
    void addWidget(QWidget *widget);

    [[nodiscard]] const std::vector<QPushButton *> &acts() const { return m_acts; }

    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool event(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void fit();

    QLabel *m_title;
    QLabel *m_count;
    QLineEdit *m_search = nullptr;
    QBoxLayout *m_row;
    std::vector<QPushButton *> m_acts;
    bool m_isFitting = false;
};

} // namespace otabench::widgets
