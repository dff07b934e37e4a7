#pragma once

#include <QAbstractListModel>
#include <QString>
#include <QStringList>

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace otabench::widgets {

/// The boards whose lines may be shown, each with a tick: those of the bench and those that only a
/// saved log knows. Nothing ticked means all. Thread: GUI.
class BoardChoiceModel : public QAbstractListModel
{
    Q_OBJECT
public:
    struct Board
    {
        std::string address;
        QString name;  ///< for people; unique enough to choose by
        QString bench; ///< the group; empty: none
        QStringList tags;
        bool isChosen = false;
    };

    explicit BoardChoiceModel(QObject *parent = nullptr);

    /// Adds the board or changes what is known of it.
    void set(const std::string &address, const QString &name, const QString &bench,
             const QStringList &tags);
    /// The same of a board that only its lines tell of; one that is known stays as it is.
    void note(std::string_view address);

    [[nodiscard]] QString nameOf(std::string_view address) const;

    [[nodiscard]] const std::vector<Board> &boards() const { return m_boards; }

    /// Addresses; empty: all boards.
    [[nodiscard]] std::vector<std::string> chosen() const;
    void choose(const std::vector<std::string> &addresses);
    [[nodiscard]] QStringList benches() const; ///< sorted, each once

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;

    /// "ttyUSB0" of "/dev/ttyUSB0".
    [[nodiscard]] static QString lastPart(std::string_view address);

Q_SIGNALS:
    void chosenChanged();

private:
    std::size_t rowOf(const std::string &address);

    std::vector<Board> m_boards; ///< in the order they turned up
    std::unordered_map<std::string, std::size_t> m_rows;
};

} // namespace otabench::widgets
