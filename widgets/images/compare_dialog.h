#pragma once

#include "image/comparison.h"
#include "widgets/images/image_model.h"

#include <QAbstractTableModel>
#include <QDialog>

#include <stop_token>

class QComboBox;
class QLabel;
class QPushButton;
class QTableView;
class QToolButton;

namespace otabench::widgets {

class BusyStrip;
class ErrorBanner;
class StateChip;
class Theme;

/// What differs between two images, a row each. Thread: GUI.
class DifferenceModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Column
    {
        Field,
        First,
        Second
    };
    static constexpr int kColumns = 3;

    explicit DifferenceModel(QObject *parent = nullptr);

    void setDifferences(std::vector<image::Difference> differences, const QString &first,
                        const QString &second);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    std::vector<image::Difference> m_differences;
    QString m_first, m_second;
};

/// Compares two images of the catalogue: from one that boards run to one they might be given, with
/// what anti-rollback makes of it. Open with QDialog::open(); deletes itself when closed.
class CompareDialog : public QDialog
{
    Q_OBJECT
public:
    CompareDialog(const ImageModel &images, const std::string &first, const std::string &second,
                  const Theme &theme, QWidget *parent);
    ~CompareDialog() override;

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Compared
    {
        image::Comparison comparison;
        image::Image first, second;
    };

    void fill(QComboBox &box, const std::string &chosen);
    void compare();
    void show(const Compared &compared);
    void retranslate();

    const ImageModel &m_images;
    const Theme &m_theme;
    DifferenceModel *m_differences;
    std::stop_source m_stop;
    bool m_hasResult = false;
    Compared m_compared;

    QLabel *m_firstLabel;
    QComboBox *m_first; ///< item data: the SHA-256
    QLabel *m_secondLabel;
    QComboBox *m_second;
    QToolButton *m_swap;
    StateChip *m_verdict;
    QLabel *m_sentence;
    StateChip *m_rollbackChip;
    QLabel *m_rollback;
    QTableView *m_table;
    ErrorBanner *m_banner;
    BusyStrip *m_busy;
    QPushButton *m_close;
};

} // namespace otabench::widgets
