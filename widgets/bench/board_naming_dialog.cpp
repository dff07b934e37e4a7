#include "widgets/bench/board_naming_dialog.h"

#include "widgets/common/theme.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <QVariant>

namespace otabench::widgets {
namespace {

constexpr int kWidth = 420;

std::string_view nameOf(BoardNamingDialog::What what)
{
    switch (what) {
    case BoardNamingDialog::What::Label:
        return "label";
    case BoardNamingDialog::What::Bench:
        return "bench";
    case BoardNamingDialog::What::Tags:
        break;
    }
    return "tag";
}

} // namespace

BoardNamingDialog::BoardNamingDialog(const Subject &subject, QWidget *parent)
    : QDialog(parent)
    , m_subject(subject)
    , m_label(new QLabel(this))
    , m_words(new QComboBox(this))
    , m_hint(new QLabel(this))
    , m_problem(new QLabel(this))
{
    setObjectName(QStringLiteral("boardNamingDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(kWidth);
    m_label->setTextFormat(Qt::PlainText);
    m_label->setWordWrap(true);
    m_label->setBuddy(m_words);
    m_words->setObjectName(QStringLiteral("namingWords"));
    m_words->setEditable(true);
    m_words->setInsertPolicy(QComboBox::NoInsert);
    m_words->addItems(subject.suggestions);
    m_words->setEditText(subject.present.join(QStringLiteral(", ")));
    m_words->lineEdit()->selectAll();
    m_hint->setProperty("muted", true);
    m_hint->setWordWrap(true);
    m_problem->setObjectName(QStringLiteral("namingProblem"));
    m_problem->setProperty("token", QStringLiteral("bad"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->hide();

    auto *buttons = new QDialogButtonBox(this);
    m_ok = buttons->addButton(QString(), QDialogButtonBox::AcceptRole);
    m_ok->setObjectName(QStringLiteral("namingOk"));
    m_ok->setProperty("primary", true);
    m_ok->setDefault(true);
    m_cancel = buttons->addButton(QString(), QDialogButtonBox::RejectRole);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(kSpace5, kSpace5, kSpace5, kSpace4);
    layout->setSpacing(kSpace2);
    layout->addWidget(m_label);
    layout->addWidget(m_words);
    layout->addWidget(m_hint);
    layout->addWidget(m_problem);
    layout->addSpacing(kSpace3);
    layout->addWidget(buttons);

    connect(m_words, &QComboBox::editTextChanged, this, &BoardNamingDialog::check);
    connect(buttons, &QDialogButtonBox::accepted, this, &BoardNamingDialog::take);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    retranslate();
}

QStringList BoardNamingDialog::words() const
{
    const QString text = m_words->currentText().trimmed();
    if (m_subject.what != What::Tags)
        return text.isEmpty() ? QStringList() : QStringList(text);
    QStringList words;
    const QStringList parts = text.split(QLatin1Char(','));
    for (const QString &part : parts) {
        const QString word = part.trimmed();
        if (!word.isEmpty() && !words.contains(word))
            words << word;
    }
    return words;
}

fleet::BoardNaming BoardNamingDialog::naming() const
{
    const QStringList wanted = words();
    const std::string only = wanted.isEmpty() ? std::string() : wanted.front().toStdString();
    fleet::BoardNaming naming;
    switch (m_subject.what) {
    case What::Label:
        naming.label = only;
        break;
    case What::Bench:
        naming.bench = only;
        break;
    case What::Tags:
        for (const QString &word : wanted) {
            if (!m_subject.present.contains(word))
                naming.addTags.push_back(word.toStdString());
        }
        for (const QString &word : qAsConst(m_subject.present)) {
            if (!wanted.contains(word))
                naming.removeTags.push_back(word.toStdString());
        }
        break;
    }
    return naming;
}

void BoardNamingDialog::check()
{
    QString problem;
    const QStringList all = words();
    for (const QString &word : all) {
        if (const auto good = fleet::checkWord(nameOf(m_subject.what), word.toStdString()); !good)
            problem = tr("Give at most %1 characters on one line, without commas.").arg(64);
    }
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    m_ok->setEnabled(problem.isEmpty());
}

void BoardNamingDialog::take()
{
    Q_EMIT chosen(naming());
    accept();
}

void BoardNamingDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void BoardNamingDialog::retranslate()
{
    switch (m_subject.what) {
    case What::Label:
        setWindowTitle(tr("Name the board"));
        m_label->setText(tr("&Name of %1:").arg(m_subject.boards));
        m_hint->setText(tr("The name goes where the board goes, also to another port. Without one "
                           "the board is called as its port."));
        m_words->setAccessibleName(tr("Name"));
        break;
    case What::Bench:
        setWindowTitle(tr("Move to a bench"));
        m_label->setText(tr("&Bench of %1:").arg(m_subject.boards));
        m_hint->setText(tr("A bench is a named group of boards; a board is on one at most. Empty: "
                           "on none."));
        m_words->setAccessibleName(tr("Bench"));
        break;
    case What::Tags:
        setWindowTitle(tr("Tags"));
        m_label->setText(tr("&Tags of %1:").arg(m_subject.boards));
        m_hint->setText(m_subject.count > 1
                            ? tr("Separated by commas. Tags that only some of these boards have "
                                 "stay as they are.")
                            : tr("Separated by commas."));
        m_words->setAccessibleName(tr("Tags"));
        break;
    }
    m_ok->setText(tr("&Save"));
    m_cancel->setText(tr("&Cancel"));
    check();
}

} // namespace otabench::widgets
