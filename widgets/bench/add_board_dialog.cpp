#include "widgets/bench/add_board_dialog.h"

#include "widgets/common/theme.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <QVariant>

namespace otabench::widgets {

AddBoardDialog::AddBoardDialog(QWidget *parent)
    : QDialog(parent)
    , m_address(new QLineEdit(this))
    , m_profile(new QComboBox(this))
    , m_commandLabel(new QLabel(tr("&Command"), this))
    , m_command(new QLineEdit(QStringLiteral("ota {url}"), this))
    , m_add(new QPushButton(tr("A&dd"), this))
{
    setObjectName(QStringLiteral("addBoardDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Add a board"));
    m_address->setObjectName(QStringLiteral("boardAddress"));
    m_address->setPlaceholderText(QStringLiteral("/dev/ttyUSB0"));
    m_address->setMinimumWidth(360);
    m_profile->setObjectName(QStringLiteral("boardProfile"));
    m_profile->addItem(tr("Agent: the otabench component in its firmware"),
                       static_cast<int>(fleet::ProfileKind::Agent));
    m_profile->addItem(tr("URL on standard input"), static_cast<int>(fleet::ProfileKind::Stdin));
    m_profile->addItem(tr("Command on its console"), static_cast<int>(fleet::ProfileKind::Console));
    m_command->setObjectName(QStringLiteral("boardCommand"));
    m_commandLabel->setBuddy(m_command);
    m_add->setObjectName(QStringLiteral("addBoard"));
    m_add->setProperty("primary", true);
    m_add->setDefault(true);
    auto *cancel = new QPushButton(tr("Ca&ncel"), this);
    cancel->setAutoDefault(false);

    auto *forms = new QLabel(tr("Also: pty:PATH, rfc2217://host:port, tcp://host:port"), this);
    forms->setProperty("muted", true);
    forms->setWordWrap(true);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(kSpace4);
    form->setVerticalSpacing(kSpace2);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("&Address"), m_address);
    form->addRow(QString(), forms);
    form->addRow(tr("&Profile"), m_profile);
    form->addRow(m_commandLabel, m_command);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(kSpace2);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_add);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(kSpace5, kSpace4, kSpace5, kSpace4);
    layout->setSpacing(kSpace4);
    layout->addLayout(form);
    layout->addLayout(buttons);

    connect(m_address, &QLineEdit::textChanged, this, &AddBoardDialog::updateFields);
    connect(m_command, &QLineEdit::textChanged, this, &AddBoardDialog::updateFields);
    connect(m_profile, qOverload<int>(&QComboBox::currentIndexChanged), this,
            &AddBoardDialog::updateFields);
    connect(m_add, &QPushButton::clicked, this, &AddBoardDialog::accept);
    connect(cancel, &QPushButton::clicked, this, &AddBoardDialog::reject);
    updateFields();
}

void AddBoardDialog::updateFields()
{
    const bool isConsole =
        m_profile->currentData().toInt() == static_cast<int>(fleet::ProfileKind::Console);
    m_command->setVisible(isConsole);
    m_commandLabel->setVisible(isConsole);
    const bool commandGood = !isConsole || m_command->text().contains(QStringLiteral("{url}"));
    m_add->setEnabled(!m_address->text().trimmed().isEmpty() && commandGood);
    m_add->setToolTip(commandGood ? QString()
                                  : tr("The command must contain {url}, where the URL goes."));
}

void AddBoardDialog::accept()
{
    fleet::Profile profile;
    profile.kind = static_cast<fleet::ProfileKind>(m_profile->currentData().toInt());
    if (profile.kind == fleet::ProfileKind::Console)
        profile.command = m_command->text().toStdString();
    Q_EMIT boardChosen(m_address->text().trimmed(), profile);
    QDialog::accept();
}

} // namespace otabench::widgets
