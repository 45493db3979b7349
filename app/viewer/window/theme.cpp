#include "theme.h"

#include <QApplication>
#include <QFont>
#include <QPalette>
#include <QStyleFactory>

namespace spondyl::viewer {
namespace {

QPalette dark_palette() {
  const QColor window(27, 29, 33), base(20, 22, 25), text(222, 226, 230), quiet(120, 126, 133), accent(86, 156, 214);
  QPalette palette;
  palette.setColor(QPalette::Window, window);
  palette.setColor(QPalette::WindowText, text);
  palette.setColor(QPalette::Base, base);
  palette.setColor(QPalette::AlternateBase, QColor(26, 28, 32));
  palette.setColor(QPalette::ToolTipBase, QColor(45, 49, 55));
  palette.setColor(QPalette::ToolTipText, text);
  palette.setColor(QPalette::Text, text);
  palette.setColor(QPalette::PlaceholderText, quiet);
  palette.setColor(QPalette::Button, QColor(40, 43, 48));
  palette.setColor(QPalette::ButtonText, text);
  palette.setColor(QPalette::Highlight, QColor(38, 79, 120));
  palette.setColor(QPalette::HighlightedText, Qt::white);
  palette.setColor(QPalette::Link, accent);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
    palette.setColor(QPalette::Disabled, role, quiet);
  return palette;
}

const char* const kStyle = R"(
QMainWindow::separator { background: #111316; width: 4px; height: 4px; }
QToolBar { border: 0; padding: 4px; spacing: 3px; background: #202327; }
QToolBar#layouts { padding: 1px; }
QToolBar#layouts QToolButton { padding: 3px 8px; }
QToolBar::separator { background: #3a3e44; width: 1px; margin: 4px 6px; }
QToolButton { padding: 6px 8px; border-radius: 4px; border: 1px solid transparent; }
QToolButton:hover { background: #343940; }
QToolButton:focus { border-color: #569cd6; }
QToolButton:checked { background: #264f78; }
QToolButton#primary { background: #0e639c; font-weight: bold; }
QToolButton#primary:hover { background: #1177bb; }
QToolButton#primary:disabled { background: #2a3a46; }
QMenuBar { background: #202327; }
QMenuBar::item { padding: 5px 10px; }
QMenuBar::item:selected { background: #343940; border-radius: 4px; }
QMenu { background: #26292e; border: 1px solid #3a3e44; padding: 4px; }
QMenu::item { padding: 6px 26px 6px 18px; border-radius: 3px; }
QMenu::item:selected { background: #264f78; }
QMenu::item:disabled { color: #787e85; }
QMenu::separator { height: 1px; background: #3a3e44; margin: 4px 8px; }
QDockWidget::title { background: #202327; padding: 6px 8px; }
QHeaderView::section { background: #26292e; padding: 5px 6px; border: 0; border-right: 1px solid #33373d; }
QTableView { border: 0; selection-background-color: #264f78; }
QTableView::item { padding: 0 4px; }
QTableView:focus, QTreeView:focus { border: 1px solid #569cd6; }
QTreeView { border: 1px solid transparent; }
QStatusBar { background: #202327; }
QStatusBar::item { border: 0; }
QLabel#research_use_only { color: #f0b43c; font-weight: bold; padding: 0 10px; }
QLabel#placeholder { color: #a8b0b8; background: #0c0e10; padding: 24px; }
QProgressBar { border: 1px solid #3a3e44; border-radius: 4px; text-align: center; background: #141619; height: 18px; }
QProgressBar::chunk { background: #264f78; border-radius: 3px; }
QListView::indicator, QCheckBox::indicator { width: 13px; height: 13px; border: 1px solid #8a929c; border-radius: 3px; }
QListView::indicator:checked, QCheckBox::indicator:checked { background: #569cd6; border-color: #569cd6; }
QListView::indicator:disabled, QCheckBox::indicator:disabled { border-color: #4a4f56; }
QPlainTextEdit#sheet { font-family: monospace; }
QScrollBar:vertical { background: transparent; width: 11px; }
QScrollBar::handle:vertical { background: #444a52; border-radius: 5px; min-height: 30px; }
QScrollBar:horizontal { background: transparent; height: 11px; }
QScrollBar::handle:horizontal { background: #444a52; border-radius: 5px; min-width: 30px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
)";

} // namespace

void apply_theme(QApplication& application) {
  QApplication::setStyle(QStyleFactory::create("Fusion"));
  QApplication::setPalette(dark_palette());
  QFont font = QApplication::font();
  font.setPixelSize(14);
  QApplication::setFont(font);
  application.setStyleSheet(kStyle);
}

} // namespace spondyl::viewer
