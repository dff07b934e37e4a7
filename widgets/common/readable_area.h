#pragma once

#include <QScrollArea>

class QVBoxLayout;

namespace otabench::widgets {

/// A scrolled column of cards or paragraphs that stays narrow enough to be read, whatever the size
/// of the window and of the texts. Thread: GUI.
class ReadableArea : public QScrollArea
{
    Q_OBJECT
public:
    explicit ReadableArea(QWidget *parent = nullptr);

    /// Where the contents go; its widget is the parent of what is added.
    [[nodiscard]] QVBoxLayout *column() const { return m_column; }

protected:
    void changeEvent(QEvent *event) override;

private:
    void fitWidth();

    QVBoxLayout *m_column;
};

} // namespace otabench::widgets
