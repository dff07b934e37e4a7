#include "widgets/images/label_delegate.h"

#include "widgets/common/state_chip.h"
#include "widgets/common/theme.h"
#include "widgets/images/image_text.h"

#include <QPainter>

namespace otabench::widgets {

LabelDelegate::LabelDelegate(const Theme &theme, int labelRole, QObject *parent)
    : CellDelegate(theme, parent)
    , m_labelRole(labelRole)
{
}

void LabelDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    painter->save();
    paintGround(*painter, option);
    const auto label = static_cast<image::Label>(index.data(m_labelRole).toInt());
    if (label != image::Label::None)
        StateChip::paint(*painter, option.rect.adjusted(kSpace2, 0, -kSpace1, 0),
                         ImageText::look(label), m_theme, option.font);
    painter->restore();
}

QSize LabelDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto label = static_cast<image::Label>(index.data(m_labelRole).toInt());
    return {StateChip::size(ImageText::look(label), option.font).width() + kSpace2 + kSpace1,
            rowHeight(option.fontMetrics)};
}

} // namespace otabench::widgets
