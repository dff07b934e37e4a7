#include "widgets/images/compare_dialog.h"

#include "base/files.h"
#include "widgets/common/background.h"
#include "widgets/common/busy_strip.h"
#include "widgets/common/error_banner.h"
#include "widgets/common/icons.h"
#include "widgets/common/state_chip.h"
#include "widgets/common/theme.h"
#include "widgets/images/image_text.h"

#include <QComboBox>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace otabench::widgets {

DifferenceModel::DifferenceModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void DifferenceModel::setDifferences(std::vector<image::Difference> differences,
                                     const QString &first, const QString &second)
{
    beginResetModel(); // two other images: nothing of the old rows stays
    m_differences = std::move(differences);
    m_first = first;
    m_second = second;
    endResetModel();
}

int DifferenceModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_differences.size());
}

int DifferenceModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : kColumns;
}

QVariant DifferenceModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) ||
        (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    const image::Difference &row = m_differences[static_cast<std::size_t>(index.row())];
    switch (static_cast<Column>(index.column())) {
    case Column::Field:
        return ImageText::differenceField(row.field);
    case Column::First:
        return QString::fromStdString(row.first);
    case Column::Second:
        break;
    }
    return QString::fromStdString(row.second);
}

QVariant DifferenceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case Column::Field:
        //: heading of what differs between two images
        return tr("Difference");
    case Column::First:
        return m_first;
    case Column::Second:
        break;
    }
    return m_second;
}

CompareDialog::CompareDialog(const ImageModel &images, const std::string &first,
                             const std::string &second, const Theme &theme, QWidget *parent)
    : QDialog(parent)
    , m_images(images)
    , m_theme(theme)
    , m_differences(new DifferenceModel(this))
    , m_firstLabel(new QLabel(this))
    , m_first(new QComboBox(this))
    , m_secondLabel(new QLabel(this))
    , m_second(new QComboBox(this))
    , m_swap(new QToolButton(this))
    , m_verdict(new StateChip(theme, this))
    , m_sentence(new QLabel(this))
    , m_rollbackChip(new StateChip(theme, this))
    , m_rollback(new QLabel(this))
    , m_table(new QTableView(this))
    , m_banner(new ErrorBanner(ErrorBanner::Closable::No, this))
    , m_busy(new BusyStrip(this))
    , m_close(new QPushButton(this))
{
    setObjectName(QStringLiteral("compareDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_first->setObjectName(QStringLiteral("firstImage"));
    m_second->setObjectName(QStringLiteral("secondImage"));
    m_firstLabel->setBuddy(m_first);
    m_secondLabel->setBuddy(m_second);
    m_swap->setObjectName(QStringLiteral("swapImages"));
    m_swap->setIcon(icon(QStringLiteral("object-flip-vertical")));
    m_sentence->setObjectName(QStringLiteral("comparison"));
    m_sentence->setWordWrap(true);
    m_rollback->setObjectName(QStringLiteral("rollback"));
    m_rollback->setWordWrap(true);
    m_table->setObjectName(QStringLiteral("differences"));
    m_table->setModel(m_differences);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setTextElideMode(Qt::ElideMiddle);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 2 * kSpace2);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    m_close->setObjectName(QStringLiteral("closeDialog"));
    m_close->setDefault(true);

    auto *choice = new QGridLayout;
    choice->setHorizontalSpacing(kSpace3);
    choice->setVerticalSpacing(kSpace2);
    choice->setColumnStretch(1, 1);
    choice->addWidget(m_firstLabel, 0, 0);
    choice->addWidget(m_first, 0, 1);
    choice->addWidget(m_secondLabel, 1, 0);
    choice->addWidget(m_second, 1, 1);
    choice->addWidget(m_swap, 0, 2, 2, 1);
    auto *verdict = new QHBoxLayout;
    verdict->setSpacing(kSpace2);
    verdict->addWidget(m_verdict, 0, Qt::AlignTop);
    verdict->addWidget(m_sentence, 1);
    auto *rollback = new QHBoxLayout;
    rollback->setSpacing(kSpace2);
    rollback->addWidget(m_rollbackChip, 0, Qt::AlignTop);
    rollback->addWidget(m_rollback, 1);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(m_close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(kSpace5, kSpace4, kSpace5, kSpace4);
    layout->setSpacing(kSpace3);
    layout->addLayout(choice);
    layout->addLayout(verdict);
    layout->addLayout(rollback);
    layout->addWidget(m_banner);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_busy);
    layout->addLayout(buttons);
    resize(980, 600);

    fill(*m_first, first);
    fill(*m_second, second);
    for (QComboBox *box : {m_first, m_second})
        connect(box, qOverload<int>(&QComboBox::activated), this, &CompareDialog::compare);
    connect(m_swap, &QToolButton::clicked, this, [this] {
        const int before = m_first->currentIndex();
        m_first->setCurrentIndex(m_second->currentIndex());
        m_second->setCurrentIndex(before);
        compare();
    });
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
    retranslate();
    compare();
}

CompareDialog::~CompareDialog()
{
    m_stop.request_stop();
}

void CompareDialog::fill(QComboBox &box, const std::string &chosen)
{
    for (int row = 0; row < m_images.rowCount(); ++row) {
        const image::CatalogueEntry &entry = m_images.entry(row);
        const QString version = ImageText::version(entry.image);
        const QString name = QString::fromStdString(entry.notes.name);
        box.addItem(version.isEmpty() ? name : QStringLiteral("%1 · %2").arg(name, version),
                    QString::fromStdString(entry.sha256));
    }
    box.setCurrentIndex(box.findData(QString::fromStdString(chosen)));
}

void CompareDialog::compare()
{
    const auto *first = m_images.find(m_first->currentData().toString().toStdString());
    const auto *second = m_images.find(m_second->currentData().toString().toStdString());
    if (first == nullptr || second == nullptr)
        return;
    m_stop.request_stop(); // of the choice before
    m_busy->start(tr("Comparing…"), [this] {
        m_stop.request_stop();
        m_busy->finish();
    });
    m_stop = inBackground(
        this,
        [one = first->file, other = second->file](const std::stop_token &stop) -> Result<Compared> {
            const auto firstBytes = readFile(one);
            if (!firstBytes)
                return tl::unexpected(firstBytes.error());
            const auto secondBytes = readFile(other);
            if (!secondBytes)
                return tl::unexpected(secondBytes.error());
            if (stop.stop_requested())
                return fail(ErrorCode::Cancelled, "comparing was cancelled");
            return Compared{image::compare(*firstBytes, *secondBytes), image::inspect(*firstBytes),
                            image::inspect(*secondBytes)};
        },
        [this](const Result<Compared> &compared) {
            if (!compared && compared.error().code == ErrorCode::Cancelled)
                return; // by the user, or by a newer choice
            m_busy->finish();
            if (compared)
                show(*compared);
            else
                m_banner->showError(compared.error());
        });
}

void CompareDialog::show(const Compared &compared)
{
    m_hasResult = true;
    m_compared = compared;
    m_banner->clear();
    const image::Comparison &comparison = compared.comparison;
    m_differences->setDifferences(comparison.differences, m_first->currentText(),
                                  m_second->currentText());
    const bool isSame = comparison.sameFile || comparison.sameBuild;
    m_verdict->setLook(
        {QStringLiteral("="),
         isSame ? QStringLiteral("phase-same") : QStringLiteral("dialog-information"),
         //: two images
         isSame ? tr("Same")
                //: two images
                : tr("Different"),
         isSame ? Token::Neutral : Token::Info});
    if (comparison.sameFile)
        m_sentence->setText(tr("The files are the same, byte for byte."));
    else if (comparison.sameBuild)
        m_sentence->setText(tr("Both were made from one build: they carry the same ELF digest."));
    else
        m_sentence->setText(
            tr("%n difference(s).", nullptr, static_cast<int>(comparison.differences.size())));
    const QString rollback = ImageText::rollback(compared.first, compared.second);
    m_rollbackChip->setVisible(!rollback.isEmpty());
    m_rollback->setVisible(!rollback.isEmpty());
    m_rollbackChip->setLook({QStringLiteral("⚠"), QStringLiteral("dialog-warning"),
                             tr("Anti-rollback"), Token::Warning});
    m_rollback->setText(rollback);
}

void CompareDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void CompareDialog::retranslate()
{
    setWindowTitle(tr("Compare images"));
    //: the image that boards run now
    m_firstLabel->setText(tr("&From"));
    //: the image that boards would be given
    m_secondLabel->setText(tr("&To"));
    m_swap->setToolTip(tr("Swap the two images"));
    m_swap->setAccessibleName(tr("Swap the two images"));
    m_table->setAccessibleName(tr("Differences"));
    m_close->setText(tr("&Close"));
    if (m_hasResult)
        show(Compared(m_compared));
    else
        m_rollbackChip->hide();
}

} // namespace otabench::widgets
