#pragma once

#include "widgets/bench/bench_delegates.h"

namespace otabench::widgets {

/// An image's label as a chip; nothing for an image without one.
class LabelDelegate : public CellDelegate
{
    Q_OBJECT
public:
    /// @param labelRole  int of image::Label
    LabelDelegate(const Theme &theme, int labelRole, QObject *parent = nullptr);
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;

private:
    int m_labelRole;
};

} // namespace otabench::widgets
