#pragma once

#include "certificates/private_key.h"
#include "certificates/store.h"

#include <QComboBox>
#include <QLineEdit>

namespace otabench::widgets {

/// Chooses a kind of key; the words below it say what it costs a board. Thread: GUI.
class KeyTypeBox : public QComboBox
{
    Q_OBJECT
public:
    explicit KeyTypeBox(QWidget *parent = nullptr);

    [[nodiscard]] certificates::KeyType keyType() const;
    void setKeyType(certificates::KeyType type);
};

/// A line for a passphrase: dots, no undo, no input method, no context menu that shows it.
class PassphraseLine : public QLineEdit
{
    Q_OBJECT
public:
    explicit PassphraseLine(const QString &objectName, QWidget *parent = nullptr);

    /// What a store is to ask: always this text. Taken now: workers do not see the line.
    [[nodiscard]] certificates::PassphraseSource source() const;

    [[nodiscard]] std::string passphrase() const { return text().toStdString(); }
};

} // namespace otabench::widgets
