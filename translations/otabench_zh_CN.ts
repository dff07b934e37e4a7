<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>otabench::gui::DesktopNotifier</name>
    <message>
        <source>Show the window</source>
        <translation>显示窗口</translation>
    </message>
</context>
<context>
    <name>otabench::gui::MainWindow</name>
    <message>
        <source>%1/%2 · otabench</source>
        <translation>%1/%2 · otabench</translation>
    </message>
    <message>
        <source>Quit otabench</source>
        <translation>退出 otabench</translation>
    </message>
    <message numerus="yes">
        <source>Stop %n update(s)?</source>
        <translation>
            <numerusform>要停止 %n 个更新吗？</numerusform>
        </translation>
    </message>
    <message>
        <source>Boards that have not finished keep the image they run now. Quitting ends the server they download from.</source>
        <translation>尚未完成的板子会保留当前运行的镜像。退出会关闭它们下载所用的服务器。</translation>
    </message>
    <message>
        <source>&amp;Stop updates and quit</source>
        <translation>停止更新并退出(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Keep going</source>
        <translation>继续(&amp;K)</translation>
    </message>
    <message>
        <source>Bench</source>
        <extracomment>the page of boards</extracomment>
        <translation>工作台</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Campaign</source>
        <extracomment>the page of the update that is running</extracomment>
        <translation>任务</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Images</source>
        <extracomment>the page of firmware images</extracomment>
        <translation>镜像</translation>
    </message>
    <message>
        <source>Certificates</source>
        <translation>证书</translation>
    </message>
    <message>
        <source>Server</source>
        <extracomment>the page of the image server</extracomment>
        <translation>服务器</translation>
    </message>
    <message>
        <source>History</source>
        <extracomment>the page of past updates</extracomment>
        <translation>历史</translation>
    </message>
    <message>
        <source>Doctor</source>
        <extracomment>the page that looks for troubles of this computer</extracomment>
        <translation>诊断</translation>
    </message>
    <message>
        <source>&amp;Commands…</source>
        <translation>命令(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation>全屏(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;About otabench…</source>
        <translation>关于 otabench(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Quit otabench</source>
        <translation>退出 otabench(&amp;Q)</translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%n 个问题</numerusform>
        </translation>
    </message>
    <message>
        <source>The update is done</source>
        <translation>更新已完成</translation>
    </message>
    <message>
        <source>The update has ended</source>
        <translation>更新已结束</translation>
    </message>
    <message>
        <source>&amp;Quit, go on next time</source>
        <translation>退出，下次继续(&amp;Q)</translation>
    </message>
    <message>
        <source>The campaign stays open: otabench offers to take it up when it starts</source>
        <translation>任务保持未结束：otabench 启动时会提供继续进行</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Save a support &amp;bundle…</source>
        <translation>保存支持包…(&amp;B)</translation>
    </message>
    <message numerus="yes">
        <source>%n interrupted campaign(s)</source>
        <translation>
            <numerusform>%n 个被中断的任务</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>otabench::gui::OptionsParser</name>
    <message>
        <source>Start with a demonstration bench of eight virtual boards.</source>
        <translation>启动时打开由八块虚拟板子组成的演示工作台。</translation>
    </message>
    <message>
        <source>Add the board at this address; may be given several times.</source>
        <translation>添加此地址上的板子；可多次使用。</translation>
    </message>
    <message>
        <source>How these boards are triggered: agent, stdin or console.</source>
        <translation>这些板子的触发方式：agent、stdin 或 console。</translation>
    </message>
    <message>
        <source>The console profile&apos;s command, with {url}.</source>
        <translation>console 方式所用的命令，包含 {url}。</translation>
    </message>
    <message>
        <source>Have this image ready in the update dialog.</source>
        <translation>在更新对话框中预先选好此镜像。</translation>
    </message>
    <message>
        <source>Language of the window: en or zh_CN.</source>
        <translation>窗口语言：en 或 zh_CN。</translation>
    </message>
    <message>
        <source>Look of the window: light, dark or system.</source>
        <translation>窗口外观：light、dark 或 system。</translation>
    </message>
    <message>
        <source>Update all boards as soon as they have said who they are.</source>
        <translation>所有板子报告身份后立即开始更新。</translation>
    </message>
    <message>
        <source>Write a picture of the window to FILE, then quit.</source>
        <translation>将窗口截图写入 FILE，然后退出。</translation>
    </message>
    <message>
        <source>Wait so long before the picture; counts from the start of the update with --start.</source>
        <translation>截图前等待的时间；与 --start 同用时从更新开始计时。</translation>
    </message>
    <message>
        <source>Updates benches of ESP32-family boards over HTTPS, and shows how each is doing.</source>
        <translation>通过 HTTPS 更新成组的 ESP32 系列板子，并显示每块板子的进展。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not an option; see otabench --help</source>
        <translation>“%1”不是有效选项；请参阅 otabench --help</translation>
    </message>
    <message>
        <source>there is no profile &quot;%1&quot;; choose agent, stdin or console</source>
        <translation>没有触发方式“%1”；请选择 agent、stdin 或 console</translation>
    </message>
    <message>
        <source>there is no language &quot;%1&quot;; choose en or zh_CN</source>
        <translation>没有语言“%1”；请选择 en 或 zh_CN</translation>
    </message>
    <message>
        <source>there is no theme &quot;%1&quot;; choose light, dark or system</source>
        <translation>没有主题“%1”；请选择 light、dark 或 system</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no number of milliseconds</source>
        <translation>“%1”不是有效的毫秒数</translation>
    </message>
    <message>
        <source>Show this help.</source>
        <translation>显示此帮助。</translation>
    </message>
</context>
<context>
    <name>otabench::gui::SupportBundleAct</name>
    <message>
        <source>Save a support bundle</source>
        <translation>保存支持包</translation>
    </message>
    <message>
        <source>Packed archives (*.tar.gz)</source>
        <translation>压缩归档 (*.tar.gz)</translation>
    </message>
    <message>
        <source>Packing %1…</source>
        <translation>正在打包 %1…</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
    <message>
        <source>Support bundle</source>
        <translation>支持包</translation>
    </message>
    <message>
        <source>The support bundle has been written to %1.</source>
        <translation>支持包已写入 %1。</translation>
    </message>
    <message>
        <source>Keys, passwords and names of Wi-Fi networks have been left out. Look through it before you pass it on: boards may print what nobody can foresee.</source>
        <translation>其中不含密钥、密码和 Wi-Fi 网络名称。转交之前请先检查一遍：板子可能输出无法预料的内容。</translation>
    </message>
    <message>
        <source>Open &amp;folder</source>
        <translation>打开文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>关闭(&amp;C)</translation>
    </message>
    <message>
        <source>The support bundle could not be written to %1.</source>
        <translation>无法将支持包写入 %1。</translation>
    </message>
</context>
<context>
    <name>otabench::gui::WindowCommands</name>
    <message>
        <source>Page</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Board</source>
        <translation>板子</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::AboutDialog</name>
    <message>
        <source>About otabench</source>
        <translation>关于 otabench</translation>
    </message>
    <message>
        <source>otabench&apos;s icon</source>
        <translation>otabench 的图标</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>版本 %1</translation>
    </message>
    <message>
        <source>Updates benches of ESP32-family boards over HTTPS, and proves that each came back running the new image. Free software under the Apache License 2.0.</source>
        <translation>通过 HTTPS 更新成批的 ESP32 系列板子，并证明每块板子都在运行新镜像。自由软件，采用 Apache 许可证 2.0。</translation>
    </message>
    <message>
        <source>It stands on</source>
        <translation>所用的库</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>关闭(&amp;C)</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::AddBoardDialog</name>
    <message>
        <source>&amp;Command</source>
        <translation>命令(&amp;C)</translation>
    </message>
    <message>
        <source>A&amp;dd</source>
        <translation>添加(&amp;D)</translation>
    </message>
    <message>
        <source>Add a board</source>
        <translation>添加板子</translation>
    </message>
    <message>
        <source>Agent: the otabench component in its firmware</source>
        <translation>代理：固件中的 otabench 组件</translation>
    </message>
    <message>
        <source>URL on standard input</source>
        <translation>通过标准输入发送 URL</translation>
    </message>
    <message>
        <source>Command on its console</source>
        <translation>控制台命令</translation>
    </message>
    <message>
        <source>Ca&amp;ncel</source>
        <translation>取消(&amp;N)</translation>
    </message>
    <message>
        <source>Also: pty:PATH, rfc2217://host:port, tcp://host:port</source>
        <translation>也可以是：pty:路径、rfc2217://主机:端口、tcp://主机:端口</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>地址(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Profile</source>
        <translation>触发方式(&amp;P)</translation>
    </message>
    <message>
        <source>The command must contain {url}, where the URL goes.</source>
        <translation>命令必须包含 {url}，它会被替换为 URL。</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::Announcer</name>
    <message numerus="yes">
        <source>Updating %n board(s)</source>
        <translation>
            <numerusform>正在更新 %n 块板子</numerusform>
        </translation>
    </message>
    <message>
        <source>Update finished: %1 updated, %2 failed, %3 cancelled</source>
        <translation>更新结束：%1 块已更新，%2 块失败，%3 块已取消</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>a board&apos;s name, then a phase such as &quot;Failed&quot;</extracomment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1: %2. %3</source>
        <extracomment>a board&apos;s name, a phase such as &quot;Failed&quot;, the reason as a sentence</extracomment>
        <translation>%1：%2。%3</translation>
    </message>
    <message numerus="yes">
        <source>%n more board(s) failed.</source>
        <translation>
            <numerusform>另有 %n 块板子失败。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>otabench::widgets::AppearanceCard</name>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>Te&amp;xt size</source>
        <translation>文字大小(&amp;X)</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <extracomment>colours as the desktop has them</extracomment>
        <translation>跟随桌面</translation>
    </message>
    <message>
        <source>Light</source>
        <extracomment>bright colours</extracomment>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <extracomment>dark colours</extracomment>
        <translation>深色</translation>
    </message>
    <message>
        <source>As the system</source>
        <extracomment>the language of the desktop</extracomment>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>&amp;Notify the desktop when a campaign ends</source>
        <translation>任务结束时发送桌面通知(&amp;N)</translation>
    </message>
    <message>
        <source>T&amp;heme</source>
        <translation>主题(&amp;H)</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::BackToLive</name>
    <message numerus="yes">
        <source>Back to live (%n new)</source>
        <translation>
            <numerusform>回到最新（%n 条新日志）</numerusform>
        </translation>
    </message>
    <message>
        <source>Back to live</source>
        <translation>回到最新</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::BenchModel</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Board</source>
        <translation>板子</translation>
    </message>
    <message>
        <source>Chip</source>
        <translation>芯片</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Slot</source>
        <translation>槽位</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Last log line</source>
        <translation>最新日志</translation>
    </message>
    <message>
        <source>%1 dBm</source>
        <extracomment>strength of a radio signal: %1 is a negative number</extracomment>
        <translation>%1 dBm</translation>
    </message>
    <message>
        <source>USB port %1, now %2</source>
        <translation>USB 端口 %1，当前为 %2</translation>
    </message>
    <message>
        <source>As its log told when it connected to the Wi-Fi</source>
        <translation>板子连接 Wi-Fi 时在日志中报告的值</translation>
    </message>
    <message>
        <source>Not known: its log has not told it since the program started</source>
        <translation>未知：自程序启动以来，板子的日志没有报告过</translation>
    </message>
    <message>
        <source>Place</source>
        <extracomment>where a board is plugged in</extracomment>
        <translation>位置</translation>
    </message>
    <message>
        <source>Bench</source>
        <extracomment>the group of boards that a board belongs to</extracomment>
        <translation>工作台</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Signal</source>
        <extracomment>strength of the Wi-Fi</extracomment>
        <translation>信号</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>剩余时间</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::BenchPage</name>
    <message>
        <source>&amp;Retry failed (%1)</source>
        <translation>重试失败的板子 (%1)(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Retry failed</source>
        <translation>重试失败的板子(&amp;R)</translation>
    </message>
    <message numerus="yes">
        <source>%n board(s)</source>
        <translation>
            <numerusform>%n 块板子</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n board(s)</source>
        <translation>
            <numerusform>%1 / %n 块板子</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Update…</source>
        <translation>更新…(&amp;U)</translation>
    </message>
    <message>
        <source>Stop updating</source>
        <translation>停止更新</translation>
    </message>
    <message numerus="yes">
        <source>Stop %n update(s)?</source>
        <translation>
            <numerusform>要停止 %n 个更新吗？</numerusform>
        </translation>
    </message>
    <message>
        <source>Boards that have not finished keep the image they run now. You can retry them later.</source>
        <translation>尚未完成的板子会保留当前运行的镜像，稍后可以重试。</translation>
    </message>
    <message>
        <source>&amp;Stop updates</source>
        <translation>停止更新(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Keep going</source>
        <translation>继续(&amp;K)</translation>
    </message>
    <message>
        <source>Bench</source>
        <extracomment>the group of boards on the table, and the page that shows it</extracomment>
        <translation>工作台</translation>
    </message>
    <message>
        <source>Filter boards</source>
        <translation>筛选板子</translation>
    </message>
    <message>
        <source>&amp;Add board…</source>
        <translation>添加板子…(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>No boards yet</source>
        <translation>还没有板子</translation>
    </message>
    <message>
        <source>&amp;Try the demonstration bench</source>
        <translation>试用演示工作台(&amp;T)</translation>
    </message>
    <message>
        <source>Add a &amp;board…</source>
        <translation>添加板子…(&amp;B)</translation>
    </message>
    <message>
        <source>No board matches the filter</source>
        <translation>没有符合筛选条件的板子</translation>
    </message>
    <message>
        <source>&amp;Clear the filter</source>
        <translation>清除筛选(&amp;C)</translation>
    </message>
    <message>
        <source>Plug in a board and look for ports again (F5), or try the demonstration bench: eight virtual boards that are updated exactly like real ones.</source>
        <translation>插入板子后重新查找端口(F5)，或者试用演示工作台：八块虚拟板子，更新过程与真实板子完全相同。</translation>
    </message>
    <message>
        <source>&amp;Look for ports</source>
        <translation>查找端口(&amp;L)</translation>
    </message>
    <message>
        <source>Look for serial ports of this computer again (F5)</source>
        <translation>重新查找这台计算机的串口(F5)</translation>
    </message>
    <message>
        <source>All boards</source>
        <translation>所有板子</translation>
    </message>
    <message>
        <source>Show the boards of one bench</source>
        <translation>只显示一个工作台的板子</translation>
    </message>
    <message>
        <source>As a table</source>
        <translation>以表格显示</translation>
    </message>
    <message>
        <source>As a wall of tiles, to be read from afar</source>
        <translation>以磁贴墙显示，远处也能看清</translation>
    </message>
    <message>
        <source>As a wall of tiles</source>
        <translation>以磁贴墙显示</translation>
    </message>
    <message>
        <source>The filter looks at names, addresses, benches, tags and versions.</source>
        <translation>筛选会查找名称、地址、工作台、标签和版本。</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::BoardActions</name>
    <message>
        <source>&amp;Restart</source>
        <translation>重启(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Image and trust</source>
        <translation>镜像与信任(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message numerus="yes">
        <source>%n board(s): %1</source>
        <translation>
            <numerusform>%n 块板子：%1</numerusform>
        </translation>
    </message>
    <message>
        <source>Restart into the bootloader</source>
        <translation>重启并进入引导程序</translation>
    </message>
    <message>
        <source>Restart %1 into the bootloader?</source>
        <translation>让 %1 重启并进入引导程序吗？</translation>
    </message>
    <message>
        <source>The firmware stops, and the chip waits for a flashing tool until it is restarted or loses power.</source>
        <translation>固件会停止运行，芯片将等待烧录工具，直到重启或断电。</translation>
    </message>
    <message>
        <source>&amp;Into the bootloader</source>
        <translation>进入引导程序(&amp;I)</translation>
    </message>
    <message>
        <source>It runs %1 from %2. That image is marked invalid, and the board restarts into the one that it ran before.</source>
        <translation>它正从 %2 运行 %1。该镜像将被标记为无效，板子会重启并运行之前的镜像。</translation>
    </message>
    <message>
        <source>The images they run are marked invalid, and the boards restart into those that they ran before.</source>
        <translation>它们正在运行的镜像将被标记为无效，板子会重启并运行之前的镜像。</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>回滚</translation>
    </message>
    <message>
        <source>Roll back %1?</source>
        <translation>回滚 %1 吗？</translation>
    </message>
    <message>
        <source>&amp;Roll back</source>
        <translation>回滚(&amp;R)</translation>
    </message>
    <message>
        <source>Send the lab CA</source>
        <translation>发送实验室 CA</translation>
    </message>
    <message>
        <source>Have %1 trust this lab&apos;s CA?</source>
        <translation>让 %1 信任本实验室的 CA 吗？</translation>
    </message>
    <message>
        <source>It is stored in the board and replaces every certificate that it trusts now, also those of other labs.</source>
        <translation>它会保存在板子中，并取代板子目前信任的所有证书，包括其他实验室的证书。</translation>
    </message>
    <message>
        <source>&amp;Send the CA</source>
        <translation>发送 CA(&amp;S)</translation>
    </message>
    <message>
        <source>Lend the port</source>
        <translation>借出端口</translation>
    </message>
    <message>
        <source>Lend %1, the port of %2, to another program?</source>
        <translation>将 %2 的端口 %1 借给其他程序吗？</translation>
    </message>
    <message>
        <source>Every otabench of yours closes it until you take it back here or quit: the board&apos;s log is not followed meanwhile, and it cannot be updated.</source>
        <translation>您的所有 otabench 都会关闭该端口，直到您在此收回或退出程序：在此期间不跟踪板子的日志，也无法更新它。</translation>
    </message>
    <message>
        <source>&amp;Lend the port</source>
        <translation>借出端口(&amp;L)</translation>
    </message>
    <message>
        <source>Remove from the bench</source>
        <translation>从工作台移除</translation>
    </message>
    <message>
        <source>Remove %1 from the bench?</source>
        <translation>从工作台移除 %1 吗？</translation>
    </message>
    <message>
        <source>Its log and state are no longer followed; nothing is changed on it. A board on a serial port comes back when ports are looked for again.</source>
        <translation>不再跟踪它的日志和状态；不会改动板子本身。串口上的板子在重新查找端口时会再次出现。</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>移除(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Forget its name, bench and tags as well</source>
        <translation>同时忘记其名称、工作台和标签(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Update these…</source>
        <translation>更新这些板子(&amp;U)…</translation>
    </message>
    <message>
        <source>Re&amp;try</source>
        <translation>重试(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>打开(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Name…</source>
        <translation>命名(&amp;N)…</translation>
    </message>
    <message>
        <source>Move to &amp;bench…</source>
        <translation>移到工作台(&amp;B)…</translation>
    </message>
    <message>
        <source>Ta&amp;gs…</source>
        <translation>标签(&amp;G)…</translation>
    </message>
    <message>
        <source>&amp;Find it: blink</source>
        <translation>闪灯查找(&amp;F)</translation>
    </message>
    <message>
        <source>As&amp;k who it is</source>
        <translation>询问身份(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>运行固件(&amp;R)</translation>
    </message>
    <message>
        <source>Into the &amp;bootloader…</source>
        <translation>进入引导程序(&amp;B)…</translation>
    </message>
    <message>
        <source>&amp;Confirm the image</source>
        <translation>确认镜像(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Roll back…</source>
        <translation>回滚(&amp;R)…</translation>
    </message>
    <message>
        <source>&amp;Send the lab CA…</source>
        <translation>发送实验室 CA(&amp;S)…</translation>
    </message>
    <message>
        <source>Con&amp;sole</source>
        <translation>控制台(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Lend the port…</source>
        <translation>借出端口(&amp;L)…</translation>
    </message>
    <message>
        <source>Take the &amp;port back</source>
        <translation>收回端口(&amp;P)</translation>
    </message>
    <message>
        <source>Re&amp;move…</source>
        <translation>移除(&amp;M)…</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <extracomment>of a board</extracomment>
        <translation>地址(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;MAC address</source>
        <translation>MAC 地址(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Row</source>
        <extracomment>of the table: everything that it says of a board</extracomment>
        <translation>整行(&amp;R)</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::BoardChooser</name>
    <message>
        <source>All &amp;boards</source>
        <translation>全部板子(&amp;B)</translation>
    </message>
    <message numerus="yes">
        <source>%n board(s)</source>
        <translation>
            <numerusform>%n 块板子</numerusform>
        </translation>
    </message>
    <message>
        <source>Boards shown: %1</source>
        <translation>显示的板子：%1</translation>
    </message>
    <message>
        <source>Name, address, bench or tag</source>
        <translation>名称、地址、工作台或标签</translation>
    </message>
    <message>
        <source>Find boards</source>
        <translation>查找板子</translation>
    </message>
    <message>
        <source>Boards whose lines are shown</source>
        <translation>显示其日志的板子</translation>
    </message>
    <message>
        <source>&amp;Only these</source>
        <extracomment>ticks the boards that the filter leaves in the list</extracomment>
        <translation>仅这些(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;All boards</source>
        <translation>全部板子(&amp;A)</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::BoardConsole</name>
    <message>
        <source>Paste into the console</source>
        <translation>粘贴到控制台</translation>
    </message>
    <message numerus="yes">
        <source>Send %n line(s) to %1?</source>
        <translation>
            <numerusform>向 %1 发送 %n 行吗？</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Send the lines</source>
        <translation>发送这些行(&amp;S)</translation>
    </message>
    <message>
        <source>The board is being updated: its console is free again afterwards.</source>
        <translation>板子正在更新：更新结束后即可使用控制台。</translation>
    </message>
    <message>
        <source>The port is lent to another program: take it back to write to the board.</source>
        <translation>端口已借给其他程序：收回后才能向板子发送内容。</translation>
    </message>
    <message>
        <source>The board&apos;s port is not open.</source>
        <translation>板子的端口没有打开。</translation>
    </message>
    <message>
        <source>Type a line for the board</source>
        <translation>输入要发送给板子的一行</translation>
    </message>
    <message>
        <source>Line for the board&apos;s console</source>
        <translation>发送到板子控制台的一行</translation>
    </message>
    <message>
        <source>no end</source>
        <extracomment>a line without an end</extracomment>
        <translation>无</translation>
    </message>
    <message>
        <source>What ends a line</source>
        <translation>行结束符</translation>
    </message>
    <message>
        <source>Se&amp;nd</source>
        <translation>发送(&amp;N)</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::BoardDetails</name>
    <message>
        <source>Agent: the otabench component in its firmware</source>
        <translation>代理：固件中的 otabench 组件</translation>
    </message>
    <message>
        <source>URL on standard input</source>
        <translation>通过标准输入发送 URL</translation>
    </message>
    <message>
        <source>Restart only</source>
        <translation>仅重启</translation>
    </message>
    <message>
        <source>Console command: %1</source>
        <translation>控制台命令：%1</translation>
    </message>
    <message>
        <source>%1, revision %2.%3</source>
        <extracomment>%1 is a chip, %2 and %3 its revision</extracomment>
        <translation>%1，版本 %2.%3</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Chip</source>
        <translation>芯片</translation>
    </message>
    <message>
        <source>MAC address</source>
        <translation>MAC 地址</translation>
    </message>
    <message>
        <source>ESP-IDF</source>
        <translation>ESP-IDF</translation>
    </message>
    <message>
        <source>Build</source>
        <extracomment>digest that tells builds apart</extracomment>
        <translation>构建</translation>
    </message>
    <message>
        <source>Trusts</source>
        <extracomment>CA certificates that the board trusts</extracomment>
        <translation>信任</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Profile</source>
        <extracomment>how the board is told to update</extracomment>
        <translation>触发方式</translation>
    </message>
    <message>
        <source>Ask the board who it is</source>
        <translation>询问板子的身份</translation>
    </message>
    <message>
        <source>R&amp;estart</source>
        <translation>重启(&amp;E)</translation>
    </message>
    <message>
        <source>Restart the board</source>
        <translation>重启这块板子</translation>
    </message>
    <message>
        <source>Take the board off the bench; nothing is changed on it</source>
        <translation>从工作台移除这块板子；不会改动板子本身</translation>
    </message>
    <message>
        <source>runs %1</source>
        <translation>正在运行 %1</translation>
    </message>
    <message>
        <source>runs %1, %2</source>
        <translation>正在运行 %1，%2</translation>
    </message>
    <message>
        <source>%1 by the record</source>
        <translation>%1（据记录）</translation>
    </message>
    <message>
        <source>contents not known</source>
        <extracomment>what a slot of a board holds</extracomment>
        <translation>内容未知</translation>
    </message>
    <message>
        <source>next</source>
        <extracomment>the slot that the next image goes to</extracomment>
        <translation>下一个</translation>
    </message>
    <message>
        <source>not of this lab: %1</source>
        <translation>非本实验室：%1</translation>
    </message>
    <message>
        <source>secure version %1 or later</source>
        <translation>安全版本不低于 %1</translation>
    </message>
    <message>
        <source>takes unsigned images</source>
        <translation>接受未签名镜像</translation>
    </message>
    <message numerus="yes">
        <source>signed with one of %n key(s)</source>
        <translation>
            <numerusform>须由 %n 个密钥之一签名</numerusform>
        </translation>
    </message>
    <message>
        <source>takes encrypted images</source>
        <translation>接受加密镜像</translation>
    </message>
    <message>
        <source>%1 free, at least %2 so far</source>
        <translation>可用 %1，最低曾到 %2</translation>
    </message>
    <message>
        <source>%1 free</source>
        <translation>可用 %1</translation>
    </message>
    <message>
        <source>%1 of the agent&apos;s stack never used</source>
        <translation>代理的栈有 %1 从未用过</translation>
    </message>
    <message numerus="yes">
        <source>%n boot(s)</source>
        <translation>
            <numerusform>%n 次启动</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, the last by %2</source>
        <extracomment>%1: number of boots, %2: why it was reset last</extracomment>
        <translation>%1，上次原因：%2</translation>
    </message>
    <message numerus="yes">
        <source>%n connection(s), %1 resumed</source>
        <translation>
            <numerusform>%n 次连接，其中 %1 次恢复会话</numerusform>
        </translation>
    </message>
    <message>
        <source>last handshake %1 ms</source>
        <translation>上次握手 %1 毫秒</translation>
    </message>
    <message numerus="yes">
        <source>%n connection(s) lost</source>
        <translation>
            <numerusform>断开 %n 次连接</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of memory left at least</source>
        <translation>内存最低剩余 %1</translation>
    </message>
    <message>
        <source>first updated here on %1</source>
        <translation>首次在此更新：%1</translation>
    </message>
    <message>
        <source>attached now</source>
        <translation>现已连接</translation>
    </message>
    <message>
        <source>last updated on %1</source>
        <translation>上次更新：%1</translation>
    </message>
    <message>
        <source>%1 dBm</source>
        <translation>%1 dBm</translation>
    </message>
    <message>
        <source>Bench</source>
        <extracomment>the group of boards that a board belongs to</extracomment>
        <translation>工作台</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Slots</source>
        <translation>槽位</translation>
    </message>
    <message>
        <source>Demands</source>
        <extracomment>what a board asks of an image</extracomment>
        <translation>要求</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Boots</source>
        <extracomment>how often a board has booted</extracomment>
        <translation>启动</translation>
    </message>
    <message>
        <source>Last update</source>
        <extracomment>what the last update has cost the board</extracomment>
        <translation>上次更新</translation>
    </message>
    <message>
        <source>Signal</source>
        <extracomment>strength of the Wi-Fi</extracomment>
        <translation>信号</translation>
    </message>
    <message>
        <source>Place</source>
        <extracomment>where a board is plugged in</extracomment>
        <translation>位置</translation>
    </message>
    <message>
        <source>Seen</source>
        <extracomment>since when a board is known</extracomment>
        <translation>记录</translation>
    </message>
    <message>
        <source>&amp;Blink</source>
        <translation>闪灯(&amp;B)</translation>
    </message>
    <message>
        <source>Blink the board&apos;s LED, to find it</source>
        <translation>让板子的 LED 闪烁，以便找到它</translation>
    </message>
    <message>
        <source>As&amp;k again</source>
        <translation>重新询问(&amp;K)</translation>
    </message>
    <message>
        <source>Con&amp;firm</source>
        <translation>确认(&amp;F)</translation>
    </message>
    <message>
        <source>The running image is good: it is not rolled back any more</source>
        <translation>正在运行的镜像没有问题：不再回滚</translation>
    </message>
    <message>
        <source>Ro&amp;ll back…</source>
        <translation>回滚(&amp;L)…</translation>
    </message>
    <message>
        <source>Restart the board into the image that it ran before</source>
        <translation>让板子重启并运行之前的镜像</translation>
    </message>
    <message>
        <source>Send &amp;CA…</source>
        <translation>发送 CA(&amp;C)…</translation>
    </message>
    <message>
        <source>Have the board trust this lab&apos;s CA</source>
        <translation>让板子信任本实验室的 CA</translation>
    </message>
    <message>
        <source>C&amp;onsole</source>
        <translation>控制台(&amp;O)</translation>
    </message>
    <message>
        <source>Type lines for the board&apos;s console</source>
        <translation>向板子的控制台输入内容</translation>
    </message>
    <message>
        <source>Re&amp;move…</source>
        <translation>移除(&amp;M)…</translation>
    </message>
    <message>
        <source>power on</source>
        <translation>上电</translation>
    </message>
    <message>
        <source>its reset pin</source>
        <translation>复位引脚</translation>
    </message>
    <message>
        <source>its software</source>
        <translation>软件</translation>
    </message>
    <message>
        <source>a panic</source>
        <translation>崩溃（panic）</translation>
    </message>
    <message>
        <source>a watchdog</source>
        <translation>看门狗</translation>
    </message>
    <message>
        <source>a drop of its supply (brownout)</source>
        <translation>供电电压下降（brownout）</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::BoardHistory</name>
    <message>
        <source>History of the board</source>
        <translation>板子的历史</translation>
    </message>
    <message>
        <source>No update of this board has been recorded yet.</source>
        <translation>还没有这块板子的更新记录。</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::BoardHistoryModel</name>
    <message>
        <source>campaign %1</source>
        <extracomment>an update of one image to many boards, by its number</extracomment>
        <translation>任务 %1</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>镜像</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::BoardNamingDialog</name>
    <message>
        <source>Give at most %1 characters on one line, without commas.</source>
        <translation>请输入不超过 %1 个字符的一行文字，不含逗号。</translation>
    </message>
    <message>
        <source>Name the board</source>
        <translation>为板子命名</translation>
    </message>
    <message>
        <source>&amp;Name of %1:</source>
        <translation>%1 的名称(&amp;N)：</translation>
    </message>
    <message>
        <source>The name goes where the board goes, also to another port. Without one the board is called as its port.</source>
        <translation>名称跟随板子，换到其他端口也不变。没有名称时以端口称呼板子。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Move to a bench</source>
        <translation>移到工作台</translation>
    </message>
    <message>
        <source>&amp;Bench of %1:</source>
        <translation>%1 的工作台(&amp;B)：</translation>
    </message>
    <message>
        <source>A bench is a named group of boards; a board is on one at most. Empty: on none.</source>
        <translation>工作台是一组有名称的板子；每块板子最多属于一个工作台。留空则不属于任何工作台。</translation>
    </message>
    <message>
        <source>Bench</source>
        <translation>工作台</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>&amp;Tags of %1:</source>
        <translation>%1 的标签(&amp;T)：</translation>
    </message>
    <message>
        <source>Separated by commas. Tags that only some of these boards have stay as they are.</source>
        <translation>以逗号分隔。只有部分板子拥有的标签保持不变。</translation>
    </message>
    <message>
        <source>Separated by commas.</source>
        <translation>以逗号分隔。</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::BoardPanel</name>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>The selected board</source>
        <translation>选中的板子</translation>
    </message>
    <message>
        <source>Close the details (Esc)</source>
        <translation>关闭详情 (Esc)</translation>
    </message>
    <message>
        <source>Close the details</source>
        <translation>关闭详情</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::BoardTable</name>
    <message>
        <source>&amp;Reset the columns</source>
        <translation>重置列(&amp;R)</translation>
    </message>
    <message>
        <source>Boards</source>
        <translation>板子</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::BoardWall</name>
    <message>
        <source>Boards</source>
        <translation>板子</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::BoardsView</name>
    <message>
        <source>Boards</source>
        <translation>板子</translation>
    </message>
    <message>
        <source>What was done to the board</source>
        <translation>对这块板子做过的操作</translation>
    </message>
    <message>
        <source>Choose a board to see everything that was done to it.</source>
        <translation>选择一块板子以查看对它做过的全部操作。</translation>
    </message>
    <message>
        <source>Everything that was done to %1</source>
        <translation>对 %1 做过的全部操作</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::BusyStrip</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::CampaignPage</name>
    <message>
        <source>Campaign</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>继续(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>暂停(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Retry failed (%1)</source>
        <translation>重试失败的板子（%1）(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Retry failed</source>
        <translation>重试失败的板子(&amp;R)</translation>
    </message>
    <message numerus="yes">
        <source>%n board(s)</source>
        <translation>
            <numerusform>%n 块板子</numerusform>
        </translation>
    </message>
    <message>
        <source>Board, state or reason</source>
        <translation>板子、状态或原因</translation>
    </message>
    <message>
        <source>Filter the campaign&apos;s boards</source>
        <translation>筛选本次任务的板子</translation>
    </message>
    <message>
        <source>No further board is started until the campaign goes on</source>
        <translation>在继续之前不再开始更新其他板子</translation>
    </message>
    <message>
        <source>&amp;Stop…</source>
        <translation>停止(&amp;S)…</translation>
    </message>
    <message>
        <source>Update the boards that failed or were cancelled again</source>
        <translation>再次更新失败或被取消的板子</translation>
    </message>
    <message>
        <source>Retur&amp;n…</source>
        <translation>恢复(&amp;N)…</translation>
    </message>
    <message>
        <source>Give the updated boards the image back that they ran before</source>
        <translation>让已更新的板子恢复先前运行的镜像</translation>
    </message>
    <message>
        <source>&amp;Update…</source>
        <translation>更新(&amp;U)…</translation>
    </message>
    <message>
        <source>No campaign yet</source>
        <translation>还没有任务</translation>
    </message>
    <message>
        <source>An update of one or more boards is a campaign. Here you follow every board from its download to the proof that it runs the new image.</source>
        <translation>更新一块或多块板子就是一次任务。您可以在这里跟踪每块板子，从下载直到证实它运行新镜像。</translation>
    </message>
    <message>
        <source>Plan an &amp;update…</source>
        <translation>计划更新(&amp;U)…</translation>
    </message>
    <message>
        <source>Show the &amp;bench</source>
        <translation>显示工作台(&amp;B)</translation>
    </message>
    <message numerus="yes">
        <source>&amp;Start %n update(s)</source>
        <translation>
            <numerusform>开始 %n 个更新(&amp;S)</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>开始(&amp;S)</translation>
    </message>
    <message>
        <source>A campaign runs: wait for its end, or stop it</source>
        <translation>有任务正在进行：请等待其结束，或停止它</translation>
    </message>
    <message>
        <source>Re&amp;port</source>
        <translation>报告(&amp;P)</translation>
    </message>
    <message>
        <source>Save or print what was done, and the acceptance sheet</source>
        <translation>保存或打印所做的工作，以及验收单</translation>
    </message>
    <message>
        <source>&amp;Save the report…</source>
        <translation>保存报告(&amp;S)…</translation>
    </message>
    <message>
        <source>Save the &amp;acceptance sheet…</source>
        <translation>保存验收单(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Print the report…</source>
        <translation>打印报告(&amp;P)…</translation>
    </message>
    <message>
        <source>Print the acceptance s&amp;heet…</source>
        <translation>打印验收单(&amp;H)…</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>放弃计划(&amp;D)</translation>
    </message>
    <message>
        <source>Forget this plan</source>
        <translation>不要这个计划</translation>
    </message>
    <message>
        <source>&amp;Ask again</source>
        <translation>再次询问(&amp;A)</translation>
    </message>
    <message>
        <source>Ask the boards once more what they run</source>
        <translation>再次询问板子运行什么</translation>
    </message>
    <message>
        <source>&amp;Change…</source>
        <translation>更改(&amp;C)…</translation>
    </message>
    <message>
        <source>Back to the dialog, with this plan</source>
        <translation>带着这个计划回到对话框</translation>
    </message>
    <message>
        <source>Campaign plan</source>
        <translation>任务计划</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::CampaignQuestions</name>
    <message>
        <source>Stop the campaign</source>
        <translation>停止任务</translation>
    </message>
    <message>
        <source>Stop the campaign?</source>
        <translation>停止任务吗？</translation>
    </message>
    <message>
        <source>No further board is started.</source>
        <translation>不再开始更新其他板子。</translation>
    </message>
    <message numerus="yes">
        <source>No further board is started. What becomes of the %n board(s) under way? A board whose update is broken off keeps the image it runs now.</source>
        <translation>
            <numerusform>不再开始更新其他板子。正在进行的 %n 块板子怎么办？中断更新的板子会保留现在运行的镜像。</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Finish them, then stop</source>
        <translation>完成后停止(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Break them off</source>
        <translation>立即中断(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Stop the campaign</source>
        <translation>停止任务(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Keep going</source>
        <translation>继续更新(&amp;K)</translation>
    </message>
    <message numerus="yes">
        <source>%n board(s) get %1</source>
        <extracomment>boards get back an image that they ran before; %1 is its file</extracomment>
        <translation>
            <numerusform>%n 块板子恢复为 %1</numerusform>
        </translation>
    </message>
    <message>
        <source>One image after the other.</source>
        <translation>各镜像依次进行。</translation>
    </message>
    <message>
        <source>Return to the previous image</source>
        <translation>恢复先前的镜像</translation>
    </message>
    <message numerus="yes">
        <source>Give %n board(s) the image back that they ran before?</source>
        <translation>
            <numerusform>让 %n 块板子恢复先前运行的镜像吗？</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Return %n board(s)</source>
        <translation>
            <numerusform>恢复 %n 块板子(&amp;R)</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::CampaignSummary</name>
    <message>
        <source>Starts on %1, in %2</source>
        <extracomment>%1 is a date and time, %2 a countdown such as 1:02:03</extracomment>
        <translation>将于 %1 开始，还有 %2</translation>
    </message>
    <message numerus="yes">
        <source>Paused: %1 of %n board(s) have ended, no further one is started</source>
        <translation>
            <numerusform>已暂停：%n 块板子中 %1 块已结束，不再开始更新其他板子</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n board(s) have ended</source>
        <translation>
            <numerusform>%n 块板子中 %1 块已结束</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Done: all of %n board(s) run the image</source>
        <translation>
            <numerusform>完成：%n 块板子全部运行该镜像</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Ended: %1 of %n board(s) run the image</source>
        <translation>
            <numerusform>已结束：%n 块板子中 %1 块运行该镜像</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 sent</source>
        <extracomment>an amount of data that boards have received</extracomment>
        <translation>已发送 %1</translation>
    </message>
    <message>
        <source>Under way</source>
        <extracomment>boards that are being updated now; follows an icon, a number comes after</extracomment>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Waiting</source>
        <extracomment>boards whose turn has not come; follows an icon, a number comes after</extracomment>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Not proved or rolled back</source>
        <translation>未证实或已回滚</translation>
    </message>
    <message>
        <source>Show only these boards</source>
        <translation>只显示这些板子</translation>
    </message>
    <message>
        <source>Boards by outcome</source>
        <translation>按结果分的板子</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::CampaignsView</name>
    <message>
        <source>All images</source>
        <translation>所有镜像</translation>
    </message>
    <message>
        <source>All operators</source>
        <translation>所有操作员</translation>
    </message>
    <message>
        <source>All stations</source>
        <translation>所有工作站</translation>
    </message>
    <message>
        <source>Campaign %1: %2 for %3</source>
        <extracomment>%1 is the number of a campaign, %2 an image with its version, %3 a chip</extracomment>
        <translation>任务 %1：%2，适用于 %3</translation>
    </message>
    <message>
        <source>File: %1</source>
        <translation>文件：%1</translation>
    </message>
    <message>
        <source>SHA-256: %1</source>
        <translation>SHA-256：%1</translation>
    </message>
    <message>
        <source>From %1, for %2</source>
        <translation>开始于 %1，用时 %2</translation>
    </message>
    <message>
        <source>From %1, not ended</source>
        <translation>开始于 %1，尚未结束</translation>
    </message>
    <message>
        <source>All results</source>
        <translation>所有结果</translation>
    </message>
    <message>
        <source>All boards good</source>
        <translation>全部板子正常</translation>
    </message>
    <message>
        <source>With failures</source>
        <translation>有失败</translation>
    </message>
    <message>
        <source>Not ended</source>
        <translation>未结束</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>操作员</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>工作站</translation>
    </message>
    <message>
        <source>Campaigns</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Boards of the campaign</source>
        <translation>任务中的板子</translation>
    </message>
    <message>
        <source>No campaign fits the filter</source>
        <translation>没有符合筛选条件的任务</translation>
    </message>
    <message>
        <source>The search looks into images, boards, operators and stations.</source>
        <translation>搜索会查找镜像、板子、操作员和工作站。</translation>
    </message>
    <message>
        <source>&amp;Clear the filter</source>
        <translation>清除筛选(&amp;C)</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::CauseModel</name>
    <message numerus="yes">
        <source>%n × %1</source>
        <extracomment>a cause of failures, and how many boards failed by it</extracomment>
        <translation>
            <numerusform>%n × %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>otabench::widgets::CertificateCard</name>
    <message>
        <source>Names</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>For boards</source>
        <translation>对板子而言</translation>
    </message>
    <message>
        <source>Signed by</source>
        <translation>签名者</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>序列号</translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation>指纹</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::CertificateText</name>
    <message>
        <source>Expired</source>
        <extracomment>of a certificate</extracomment>
        <translation>已过期</translation>
    </message>
    <message>
        <source>Not yet valid</source>
        <extracomment>of a certificate</extracomment>
        <translation>尚未生效</translation>
    </message>
    <message>
        <source>Ends soon</source>
        <extracomment>of a certificate</extracomment>
        <translation>即将到期</translation>
    </message>
    <message>
        <source>Valid</source>
        <extracomment>of a certificate</extracomment>
        <translation>有效</translation>
    </message>
    <message>
        <source>valid from %1 on</source>
        <translation>自 %1 起有效</translation>
    </message>
    <message numerus="yes">
        <source>expired %n day(s) ago, on %1</source>
        <translation>
            <numerusform>%n 天前已过期，%1</numerusform>
        </translation>
    </message>
    <message>
        <source>expires today</source>
        <translation>今天到期</translation>
    </message>
    <message numerus="yes">
        <source>expires in %n year(s), on %1</source>
        <translation>
            <numerusform>%n 年后到期，%1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>expires in %n day(s), on %1</source>
        <translation>
            <numerusform>%n 天后到期，%1</numerusform>
        </translation>
    </message>
    <message>
        <source>Costs a board about 0.5 KB; a signature check takes at most 27 to 67 ms on chips with an ECC accelerator (ESP32-C2, C6, H2), longer on the others.</source>
        <translation>占用板子约 0.5 KB；在带 ECC 加速器的芯片（ESP32-C2、C6、H2）上验证一次签名最多 27 到 67 ms，其他芯片更久。</translation>
    </message>
    <message>
        <source>Costs a board about 0.6 KB, and about three times the work of P-256, in software on most chips.</source>
        <translation>占用板子约 0.6 KB，运算量约为 P-256 的三倍，多数芯片只能用软件计算。</translation>
    </message>
    <message>
        <source>Costs a board about 0.9 KB; a signature check takes at most 19 to 48 ms with the chips&apos; RSA accelerator, several times that without one (ESP32-C2).</source>
        <translation>占用板子约 0.9 KB；使用芯片的 RSA 加速器验证一次签名最多 19 到 48 ms，没有加速器（ESP32-C2）则是其数倍。</translation>
    </message>
    <message>
        <source>Costs a board about 1.2 KB; a signature check takes at most 33 to 45 ms with the chips&apos; RSA accelerator, several times that without one (ESP32-C2).</source>
        <translation>占用板子约 1.2 KB；使用芯片的 RSA 加速器验证一次签名最多 33 到 45 ms，没有加速器（ESP32-C2）则是其数倍。</translation>
    </message>
    <message>
        <source>Costs a board about 1.4 KB, near the limit of small TLS buffers; a signature check takes at most 141 to 190 ms on ESP32, S2 and S3, and some chips&apos; accelerators end at 3072 bits.</source>
        <translation>占用板子约 1.4 KB，接近小 TLS 缓冲区的上限；在 ESP32、S2 和 S3 上验证一次签名最多 141 到 190 ms，有些芯片的加速器只支持到 3072 位。</translation>
    </message>
    <message>
        <source>%1, signed with %2</source>
        <extracomment>%1 is a kind of key, %2 how it was signed</extracomment>
        <translation>%1，签名算法 %2</translation>
    </message>
    <message>
        <source>New CA</source>
        <extracomment>of two CAs: the one that issues</extracomment>
        <translation>新 CA</translation>
    </message>
    <message>
        <source>Old CA</source>
        <extracomment>of two CAs: the one before</extracomment>
        <translation>旧 CA</translation>
    </message>
    <message>
        <source>Retired CA</source>
        <extracomment>a CA that boards are to forget</extracomment>
        <translation>已退役的 CA</translation>
    </message>
    <message>
        <source>Refused</source>
        <extracomment>verdict: boards refuse the server for this</extracomment>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>Warning</source>
        <extracomment>verdict</extracomment>
        <translation>警告</translation>
    </message>
    <message>
        <source>Good</source>
        <extracomment>verdict</extracomment>
        <translation>正常</translation>
    </message>
    <message>
        <source>Name, ESP-IDF 5.2 and later</source>
        <translation>名称，ESP-IDF 5.2 及以后</translation>
    </message>
    <message>
        <source>Name, older ESP-IDF</source>
        <translation>名称，较旧的 ESP-IDF</translation>
    </message>
    <message>
        <source>Dates, with a clock</source>
        <translation>日期，有时钟</translation>
    </message>
    <message>
        <source>Dates, without a clock</source>
        <translation>日期，无时钟</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>签名</translation>
    </message>
    <message>
        <source>Usage</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Chain</source>
        <translation>证书链</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Real handshake</source>
        <translation>真实握手</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::CertificatesPage</name>
    <message>
        <source>Certificates</source>
        <translation>证书</translation>
    </message>
    <message>
        <source>Retiring the old CA…</source>
        <translation>正在让旧 CA 退役…</translation>
    </message>
    <message>
        <source>Forgetting the board…</source>
        <translation>正在移除该板子的记录…</translation>
    </message>
    <message>
        <source>Reading the certificates…</source>
        <translation>正在读取证书…</translation>
    </message>
    <message>
        <source>Lab CA</source>
        <translation>实验室 CA</translation>
    </message>
    <message>
        <source>Its key is protected by a passphrase.</source>
        <translation>其密钥由口令保护。</translation>
    </message>
    <message>
        <source>Its key has no passphrase; only you can read its file.</source>
        <translation>其密钥没有口令；只有你能读取其文件。</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Made by itself when the first update starts, for every address of this computer.</source>
        <translation>首次更新开始时自动生成，涵盖本机的所有地址。</translation>
    </message>
    <message>
        <source>Server, by a company CA</source>
        <translation>服务器，由公司 CA 签发</translation>
    </message>
    <message>
        <source>otabench cannot renew it: make another request in time.</source>
        <translation>otabench 无法续期：请及时另行申请。</translation>
    </message>
    <message>
        <source>Renewed by itself, and replaced when addresses change.</source>
        <translation>自动续期，地址变化时自动更换。</translation>
    </message>
    <message>
        <source>Certificate of a board</source>
        <translation>板子的证书</translation>
    </message>
    <message>
        <source>Issued server certificate</source>
        <translation>已签发的服务器证书</translation>
    </message>
    <message>
        <source>Save the ends as a calendar</source>
        <translation>把到期日存为日历</translation>
    </message>
    <message>
        <source>Calendars (*.ics);;All files (*)</source>
        <translation>日历 (*.ics);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Writing the calendar…</source>
        <translation>正在写入日历…</translation>
    </message>
    <message>
        <source>Serve with the lab CA again</source>
        <translation>重新使用实验室 CA</translation>
    </message>
    <message>
        <source>Stop serving with the company CA&apos;s certificate?</source>
        <translation>要停止使用公司 CA 的证书吗？</translation>
    </message>
    <message>
        <source>The imported certificate and its key are removed. Boards that trust the company&apos;s CA only will refuse the server.</source>
        <translation>导入的证书及其密钥会被移除。只信任公司 CA 的板子会拒绝服务器。</translation>
    </message>
    <message>
        <source>&amp;Serve with the lab CA</source>
        <translation>使用实验室 CA(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Keep it</source>
        <translation>保留(&amp;K)</translation>
    </message>
    <message>
        <source>Removing the imported certificate…</source>
        <translation>正在移除导入的证书…</translation>
    </message>
    <message>
        <source>Change the &amp;passphrase…</source>
        <translation>更改口令(&amp;P)…</translation>
    </message>
    <message>
        <source>Protect the key by a &amp;passphrase…</source>
        <translation>用口令保护密钥(&amp;P)…</translation>
    </message>
    <message numerus="yes">
        <source>%n certificate(s)</source>
        <translation>
            <numerusform>%n 张证书</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Fetch a site&apos;s chain…</source>
        <translation>获取网站的证书链(&amp;F)…</translation>
    </message>
    <message>
        <source>&amp;More</source>
        <extracomment>a menu of rarer acts</extracomment>
        <translation>更多(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Export for firmware…</source>
        <translation>为固件导出(&amp;E)…</translation>
    </message>
    <message>
        <source>Certificate for a &amp;board…</source>
        <translation>为板子签发证书(&amp;B)…</translation>
    </message>
    <message>
        <source>Ends as a &amp;calendar…</source>
        <translation>到期日历(&amp;C)…</translation>
    </message>
    <message>
        <source>Begin a &amp;rotation…</source>
        <translation>开始轮换(&amp;R)…</translation>
    </message>
    <message>
        <source>&amp;Import a CA…</source>
        <translation>导入 CA(&amp;I)…</translation>
    </message>
    <message>
        <source>Re&amp;quest for a company CA…</source>
        <translation>向公司 CA 申请(&amp;Q)…</translation>
    </message>
    <message>
        <source>Take in a company CA&apos;s &amp;answer…</source>
        <translation>导入公司 CA 的答复(&amp;A)…</translation>
    </message>
    <message>
        <source>Serve with the &amp;lab CA again…</source>
        <translation>重新使用实验室 CA(&amp;L)…</translation>
    </message>
    <message>
        <source>Read a&amp;gain</source>
        <translation>重新读取(&amp;G)</translation>
    </message>
    <message>
        <source>Copy &amp;PEM</source>
        <translation>复制 PEM(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Test as an ESP32 would…</source>
        <translation>像 ESP32 那样测试(&amp;T)…</translation>
    </message>
    <message>
        <source>&amp;Names and key…</source>
        <translation>名称和密钥(&amp;N)…</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ClientDialog</name>
    <message>
        <source>Issuing the certificate…</source>
        <translation>正在签发证书…</translation>
    </message>
    <message>
        <source>Certificate, for client_cert_pem</source>
        <translation>证书，用于 client_cert_pem</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>已写入</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Private key, for client_key_pem</source>
        <translation>私钥，用于 client_key_pem</translation>
    </message>
    <message>
        <source>Keep secret</source>
        <translation>须保密</translation>
    </message>
    <message>
        <source>Certificate for a board</source>
        <translation>板子的证书</translation>
    </message>
    <message>
        <source>For servers that ask boards who they are (mutual TLS): a certificate with the board&apos;s MAC as its name, signed by the lab CA.</source>
        <translation>用于要求板子表明身份的服务器（双向 TLS）：以板子的 MAC 为名、由实验室 CA 签名的证书。</translation>
    </message>
    <message>
        <source>&amp;Board (MAC)</source>
        <translation>板子 (MAC)(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Key</source>
        <translation>密钥(&amp;K)</translation>
    </message>
    <message>
        <source>The CA&apos;s &amp;passphrase</source>
        <translation>CA 的口令(&amp;P)</translation>
    </message>
    <message>
        <source>In f&amp;older</source>
        <translation>文件夹(&amp;O)</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Choose a folder for certificate and key</source>
        <translation>选择存放证书和密钥的文件夹</translation>
    </message>
    <message>
        <source>&amp;Issue</source>
        <translation>签发(&amp;I)</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ClientModel</name>
    <message>
        <source>%1, %2 of %3 resumed</source>
        <extracomment>a version of TLS; how many of its connections resumed a session, of how many</extracomment>
        <translation>%1，%3 次中恢复 %2 次</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <extracomment>how long ago something was sent</extracomment>
        <translation>%1前</translation>
    </message>
    <message>
        <source>Who</source>
        <extracomment>a board, or an address that fetches</extracomment>
        <translation>对象</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>已接收</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Last activity</source>
        <translation>最近活动</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::CommandPalette</name>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation>想做什么？</translation>
    </message>
    <message>
        <source>Command, board or page</source>
        <translation>命令、板子或页面</translation>
    </message>
    <message>
        <source>Commands found</source>
        <translation>找到的命令</translation>
    </message>
    <message>
        <source>Nothing here is called that.</source>
        <translation>没有叫这个名字的东西。</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::CompanyAnswerDialog</name>
    <message>
        <source>Putting the chain in order…</source>
        <translation>正在整理证书链…</translation>
    </message>
    <message>
        <source>The server shows this certificate from now on</source>
        <translation>服务器从现在起出示此证书</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>已导入</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>证书</translation>
    </message>
    <message>
        <source>Boards trust</source>
        <translation>板子信任</translation>
    </message>
    <message>
        <source>The chain has %1 bytes; boards with small TLS buffers want %2 or fewer.</source>
        <translation>证书链有 %1 字节；TLS 缓冲区小的板子要求不超过 %2 字节。</translation>
    </message>
    <message>
        <source>Take in a company CA&apos;s answer</source>
        <translation>导入公司 CA 的答复</translation>
    </message>
    <message>
        <source>Puts the certificates that the company CA sent in the order that boards need, finds the key of the request made here, and serves with them.</source>
        <translation>把公司 CA 发来的证书按板子需要的顺序排好，找到在此申请时的密钥，并用它们提供服务。</translation>
    </message>
    <message>
        <source>C&amp;ertificate</source>
        <translation>证书(&amp;E)</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer *.der *.p7b *.p12 *.pfx);;All files (*)</source>
        <translation>证书 (*.pem *.crt *.cer *.der *.p7b *.p12 *.pfx);;所有文件 (*)</translation>
    </message>
    <message>
        <source>What the CA sent</source>
        <translation>CA 发来的文件</translation>
    </message>
    <message>
        <source>Choose a certificate</source>
        <translation>选择证书</translation>
    </message>
    <message>
        <source>&amp;Further ones</source>
        <translation>其他证书(&amp;F)</translation>
    </message>
    <message>
        <source>Intermediate or root certificates</source>
        <translation>中间证书或根证书</translation>
    </message>
    <message>
        <source>Optional: intermediate or root, if it came apart</source>
        <translation>可选：单独发来的中间证书或根证书</translation>
    </message>
    <message>
        <source>Private &amp;key</source>
        <translation>私钥(&amp;K)</translation>
    </message>
    <message>
        <source>Private key</source>
        <translation>私钥</translation>
    </message>
    <message>
        <source>Choose a key</source>
        <translation>选择密钥</translation>
    </message>
    <message>
        <source>Keys (*.pem *.key *.der);;All files (*)</source>
        <translation>密钥 (*.pem *.key *.der);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Of the request made here, unless you name one</source>
        <translation>默认为在此申请时的密钥</translation>
    </message>
    <message>
        <source>&amp;Passphrase of the key</source>
        <translation>密钥的口令(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Import</source>
        <translation>导入(&amp;I)</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::CompareDialog</name>
    <message>
        <source>Comparing…</source>
        <translation>正在比较…</translation>
    </message>
    <message>
        <source>Same</source>
        <extracomment>two images</extracomment>
        <translation>相同</translation>
    </message>
    <message>
        <source>Different</source>
        <translation>不同</translation>
    </message>
    <message>
        <source>The files are the same, byte for byte.</source>
        <translation>两个文件逐字节相同。</translation>
    </message>
    <message>
        <source>Both were made from one build: they carry the same ELF digest.</source>
        <translation>两者出自同一次构建：ELF 摘要相同。</translation>
    </message>
    <message numerus="yes">
        <source>%n difference(s).</source>
        <translation>
            <numerusform>%n 处差异。</numerusform>
        </translation>
    </message>
    <message>
        <source>Anti-rollback</source>
        <translation>防回滚</translation>
    </message>
    <message>
        <source>Compare images</source>
        <translation>比较镜像</translation>
    </message>
    <message>
        <source>&amp;From</source>
        <extracomment>the image that boards run now</extracomment>
        <translation>从(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;To</source>
        <extracomment>the image that boards would be given</extracomment>
        <translation>到(&amp;T)</translation>
    </message>
    <message>
        <source>Swap the two images</source>
        <translation>交换两个镜像</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>关闭(&amp;C)</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::CourseModel</name>
    <message>
        <source>%1 at %2</source>
        <extracomment>%1 is a phase such as &quot;Updated&quot;, %2 a time since the start such as &quot;0:41&quot;</extracomment>
        <translation>%1：%2 时</translation>
    </message>
    <message>
        <source>%1 for %2</source>
        <extracomment>%1 is a phase such as &quot;Downloading&quot;, %2 a duration</extracomment>
        <translation>%1：历时 %2</translation>
    </message>
    <message>
        <source>%1 since %2</source>
        <extracomment>%1 is a phase such as &quot;Downloading&quot;, %2 a time since the start such as &quot;0:41&quot;</extracomment>
        <translation>%1：自 %2 起</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Board</source>
        <translation>板子</translation>
    </message>
    <message>
        <source>Wave</source>
        <extracomment>boards of a campaign that are updated together; heading of a narrow column</extracomment>
        <translation>批次</translation>
    </message>
    <message>
        <source>Timeline</source>
        <extracomment>heading above the boards&apos; phases, drawn along the time</extracomment>
        <translation>时间线</translation>
    </message>
    <message>
        <source>Note</source>
        <extracomment>heading above what a board waits for, or why it failed</extracomment>
        <translation>说明</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::DefaultsCard</name>
    <message>
        <source>New campaigns</source>
        <translation>新任务</translation>
    </message>
    <message>
        <source>All boards at once</source>
        <translation>所有板子同时</translation>
    </message>
    <message>
        <source>Boards at on&amp;ce</source>
        <translation>同时更新的板子(&amp;C)</translation>
    </message>
    <message>
        <source>As many as there are</source>
        <translation>不限数量</translation>
    </message>
    <message>
        <source>Few at first, &amp;more while throughput grows</source>
        <translation>先少量，吞吐量增长时增加(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Retries of a board</source>
        <translation>每块板子的重试次数(&amp;R)</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Stop &amp;after failures</source>
        <translation>失败多少块后停止(&amp;A)</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>Ser&amp;ve from</source>
        <translation>服务地址(&amp;V)</translation>
    </message>
    <message>
        <source>Every address of this computer</source>
        <translation>这台计算机的所有地址</translation>
    </message>
    <message>
        <source>Por&amp;t</source>
        <translation>端口(&amp;T)</translation>
    </message>
    <message>
        <source>Any that is free</source>
        <translation>任意空闲端口</translation>
    </message>
    <message>
        <source>An update&apos;s plan begins with these and can change each. Limits of the server are kept as they are set on its page.</source>
        <translation>更新计划以这些值开始，并可逐项更改。服务器的限制按其页面上的设置保存。</translation>
    </message>
    <message>
        <source>First &amp;wave</source>
        <translation>第一批(&amp;W)</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::DifferenceModel</name>
    <message>
        <source>Difference</source>
        <extracomment>heading of what differs between two images</extracomment>
        <translation>差异</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::DoctorPage</name>
    <message>
        <source>Doctor</source>
        <translation>诊断</translation>
    </message>
    <message>
        <source>Looking at this computer…</source>
        <translation>正在检查这台计算机…</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Updates fail until they are solved.</source>
        <translation>解决之前，更新会失败。</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Updates may fail, or fail one day.</source>
        <translation>更新可能失败，或者终有一天会失败。</translation>
    </message>
    <message>
        <source>In order</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Nothing here keeps boards from being updated.</source>
        <translation>这里没有什么会妨碍板子更新。</translation>
    </message>
    <message>
        <source>%1, %2, checked at %3</source>
        <extracomment>beside the page&apos;s title; %1, %2: &quot;2 problems&quot;, &quot;1 warning&quot;; %3 a time</extracomment>
        <translation>%1，%2，检查于 %3</translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%n 个问题</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n 个警告</numerusform>
        </translation>
    </message>
    <message>
        <source>Copy &amp;report</source>
        <translation>复制报告(&amp;R)</translation>
    </message>
    <message>
        <source>Copy all findings as text</source>
        <translation>以文本形式复制所有检查结果</translation>
    </message>
    <message>
        <source>&amp;Check again</source>
        <translation>重新检查(&amp;C)</translation>
    </message>
    <message>
        <source>Look at this computer once more (F5)</source>
        <translation>再次检查这台计算机 (F5)</translation>
    </message>
    <message>
        <source>This computer has not been looked at yet</source>
        <translation>尚未检查这台计算机</translation>
    </message>
    <message>
        <source>The doctor looks for what would keep boards from being updated: ports, USB, clock, network, firewall, certificates, disk and database. It changes nothing.</source>
        <translation>诊断会查找妨碍板子更新的原因：端口、USB、时钟、网络、防火墙、证书、磁盘和数据库。它不会更改任何东西。</translation>
    </message>
    <message>
        <source>Check &amp;this computer</source>
        <translation>检查这台计算机(&amp;T)</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ErrorBanner</name>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详情</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close the error message</source>
        <translation>关闭错误信息</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ErrorText</name>
    <message>
        <source>A value is not allowed here.</source>
        <translation>此处不允许这个值。</translation>
    </message>
    <message>
        <source>The file or device does not exist.</source>
        <translation>文件或设备不存在。</translation>
    </message>
    <message>
        <source>It exists already.</source>
        <translation>它已经存在。</translation>
    </message>
    <message>
        <source>Access was denied.</source>
        <translation>访问被拒绝。</translation>
    </message>
    <message>
        <source>Reading or writing failed.</source>
        <translation>读取或写入失败。</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>磁盘已满。</translation>
    </message>
    <message>
        <source>It took too long.</source>
        <translation>操作超时。</translation>
    </message>
    <message>
        <source>It was cancelled.</source>
        <translation>操作已取消。</translation>
    </message>
    <message>
        <source>This is not supported.</source>
        <translation>不支持此操作。</translation>
    </message>
    <message>
        <source>otabench made a mistake.</source>
        <translation>otabench 内部出错。</translation>
    </message>
    <message>
        <source>The image file is cut off.</source>
        <translation>镜像文件不完整。</translation>
    </message>
    <message>
        <source>The file is not an ESP image.</source>
        <translation>该文件不是 ESP 镜像。</translation>
    </message>
    <message>
        <source>The image file is damaged.</source>
        <translation>镜像文件已损坏。</translation>
    </message>
    <message>
        <source>The file is not an application image.</source>
        <translation>该文件不是应用程序镜像。</translation>
    </message>
    <message>
        <source>The image is for another chip.</source>
        <translation>镜像适用于另一种芯片。</translation>
    </message>
    <message>
        <source>The image does not fit into the slot.</source>
        <translation>镜像超出了槽位的大小。</translation>
    </message>
    <message>
        <source>The image&apos;s secure version is too old for the board.</source>
        <translation>镜像的安全版本低于板子的要求。</translation>
    </message>
    <message>
        <source>The certificate is not valid.</source>
        <translation>证书无效。</translation>
    </message>
    <message>
        <source>There is no certificate yet.</source>
        <translation>还没有证书。</translation>
    </message>
    <message>
        <source>The key is not valid.</source>
        <translation>密钥无效。</translation>
    </message>
    <message>
        <source>The secure connection failed.</source>
        <translation>安全连接失败。</translation>
    </message>
    <message>
        <source>Another program uses the server&apos;s port.</source>
        <translation>服务器端口被其他程序占用。</translation>
    </message>
    <message>
        <source>This computer does not have that address.</source>
        <translation>本机没有该地址。</translation>
    </message>
    <message>
        <source>The port does not exist.</source>
        <translation>端口不存在。</translation>
    </message>
    <message>
        <source>Another program uses the port.</source>
        <translation>端口被其他程序占用。</translation>
    </message>
    <message>
        <source>You may not open the port.</source>
        <translation>没有打开该端口的权限。</translation>
    </message>
    <message>
        <source>The port disappeared.</source>
        <translation>端口已消失。</translation>
    </message>
    <message>
        <source>The board does not answer.</source>
        <translation>板子没有应答。</translation>
    </message>
    <message>
        <source>The board refused the request.</source>
        <translation>板子拒绝了请求。</translation>
    </message>
    <message>
        <source>The board&apos;s answer could not be understood.</source>
        <translation>无法理解板子的应答。</translation>
    </message>
    <message>
        <source>The board has no network.</source>
        <translation>板子没有网络。</translation>
    </message>
    <message>
        <source>The board cannot reach the server.</source>
        <translation>板子无法连接服务器。</translation>
    </message>
    <message>
        <source>The board does not trust the server&apos;s certificate.</source>
        <translation>板子不信任服务器的证书。</translation>
    </message>
    <message>
        <source>The server answered the board with an error.</source>
        <translation>服务器向板子返回了错误。</translation>
    </message>
    <message>
        <source>The download came to a halt.</source>
        <translation>下载停滞。</translation>
    </message>
    <message>
        <source>The download was cut off.</source>
        <translation>下载中断。</translation>
    </message>
    <message>
        <source>The board rejected the image.</source>
        <translation>板子拒绝了镜像。</translation>
    </message>
    <message>
        <source>The board could not write its flash.</source>
        <translation>板子无法写入闪存。</translation>
    </message>
    <message>
        <source>The board ran out of memory.</source>
        <translation>板子内存不足。</translation>
    </message>
    <message>
        <source>The board did not restart.</source>
        <translation>板子没有重启。</translation>
    </message>
    <message>
        <source>The board went back to its old image.</source>
        <translation>板子回滚到了旧镜像。</translation>
    </message>
    <message>
        <source>The new image was not confirmed.</source>
        <translation>新镜像未被确认。</translation>
    </message>
    <message>
        <source>The board crashed.</source>
        <translation>板子崩溃。</translation>
    </message>
    <message>
        <source>The board&apos;s supply voltage broke down.</source>
        <translation>板子供电电压跌落。</translation>
    </message>
    <message>
        <source>The board did not show that it runs the new image.</source>
        <translation>板子未能证明它运行的是新镜像。</translation>
    </message>
    <message>
        <source>The update failed on the board.</source>
        <translation>板子上的更新失败。</translation>
    </message>
    <message>
        <source>The history could not be written.</source>
        <translation>无法写入历史记录。</translation>
    </message>
    <message>
        <source>Correct the value named above, then try again.</source>
        <translation>更正上述的值，然后重试。</translation>
    </message>
    <message>
        <source>Check the name and the folder.</source>
        <translation>检查文件名和文件夹。</translation>
    </message>
    <message>
        <source>Choose the file again.</source>
        <translation>重新选择文件。</translation>
    </message>
    <message>
        <source>Wait until the running work has ended, or stop it.</source>
        <translation>等待正在进行的工作结束，或将其停止。</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>重试。</translation>
    </message>
    <message>
        <source>Give yourself the right to read and write the file named above.</source>
        <translation>为自己添加读写上述文件的权限。</translation>
    </message>
    <message>
        <source>Check the disk and the cable.</source>
        <translation>检查磁盘和线缆。</translation>
    </message>
    <message>
        <source>Free some space on the disk named above.</source>
        <translation>在上述磁盘上腾出一些空间。</translation>
    </message>
    <message>
        <source>Check that the board is powered and connected.</source>
        <translation>检查板子是否已通电并连接。</translation>
    </message>
    <message>
        <source>Copy the details and send them to the developers of otabench.</source>
        <translation>复制详情并发送给 otabench 的开发者。</translation>
    </message>
    <message>
        <source>Copy or download the image file once more.</source>
        <translation>重新复制或下载镜像文件。</translation>
    </message>
    <message>
        <source>Choose it again.</source>
        <translation>重新选择该文件。</translation>
    </message>
    <message>
        <source>Choose the application&apos;s .bin file from the build folder: not the bootloader, not a merged image.</source>
        <translation>请从构建文件夹中选择应用程序的 .bin 文件，而不是引导程序或合并镜像。</translation>
    </message>
    <message>
        <source>Build the image for the board&apos;s chip, or choose other boards.</source>
        <translation>为板子的芯片构建镜像，或选择其他板子。</translation>
    </message>
    <message>
        <source>Make the image smaller, or give the board larger slots.</source>
        <translation>缩小镜像，或为板子分配更大的槽位。</translation>
    </message>
    <message>
        <source>Build the image with a secure version that is not below the board&apos;s.</source>
        <translation>用不低于板子的安全版本构建镜像。</translation>
    </message>
    <message>
        <source>Check date and time of this computer.</source>
        <translation>检查本机的日期和时间。</translation>
    </message>
    <message>
        <source>Make the certificate again, or import another one.</source>
        <translation>重新生成证书，或导入其他证书。</translation>
    </message>
    <message>
        <source>Make the lab CA: otabench-cli ca create.</source>
        <translation>创建实验室 CA：otabench-cli ca create。</translation>
    </message>
    <message>
        <source>Check that both sides allow TLS 1.2.</source>
        <translation>检查双方是否都允许 TLS 1.2。</translation>
    </message>
    <message>
        <source>Check the certificates.</source>
        <translation>检查证书。</translation>
    </message>
    <message>
        <source>Choose another port, or 0 for any free one.</source>
        <translation>选择其他端口，或用 0 表示任意空闲端口。</translation>
    </message>
    <message>
        <source>Or end the program that uses the port.</source>
        <translation>或结束占用该端口的程序。</translation>
    </message>
    <message>
        <source>Choose an address of this computer.</source>
        <translation>选择本机的一个地址。</translation>
    </message>
    <message>
        <source>Check the USB cable and the hub.</source>
        <translation>检查 USB 线缆和集线器。</translation>
    </message>
    <message>
        <source>Plug the board in again.</source>
        <translation>重新插入板子。</translation>
    </message>
    <message>
        <source>Close other serial monitors that use the port.</source>
        <translation>关闭占用该端口的其他串口监视器。</translation>
    </message>
    <message>
        <source>Install the udev rule that comes with otabench, or join the group dialout.</source>
        <translation>安装 otabench 附带的 udev 规则，或加入 dialout 组。</translation>
    </message>
    <message>
        <source>Plug the board in again, or log in again.</source>
        <translation>重新插入板子，或重新登录。</translation>
    </message>
    <message>
        <source>Check that the board is powered and its firmware runs.</source>
        <translation>检查板子是否已通电、固件是否在运行。</translation>
    </message>
    <message>
        <source>Check that its firmware contains the agent, or choose another profile.</source>
        <translation>检查固件是否包含代理，或选择其他触发方式。</translation>
    </message>
    <message>
        <source>Restart the board.</source>
        <translation>重启板子。</translation>
    </message>
    <message>
        <source>Look into the board&apos;s log for the reason.</source>
        <translation>在板子的日志中查找原因。</translation>
    </message>
    <message>
        <source>Check that firmware and otabench are of matching versions.</source>
        <translation>检查固件与 otabench 的版本是否匹配。</translation>
    </message>
    <message>
        <source>Check the access point and the board&apos;s Wi-Fi settings.</source>
        <translation>检查接入点和板子的 Wi-Fi 设置。</translation>
    </message>
    <message>
        <source>Check that board and computer are in the same network.</source>
        <translation>检查板子与电脑是否在同一网络中。</translation>
    </message>
    <message>
        <source>Open the server&apos;s port in this computer&apos;s firewall.</source>
        <translation>在本机防火墙中放行服务器端口。</translation>
    </message>
    <message>
        <source>Build the lab CA into the firmware, or send it with the agent profile.</source>
        <translation>将实验室 CA 编入固件，或通过代理方式发送给板子。</translation>
    </message>
    <message>
        <source>Check the board&apos;s clock.</source>
        <translation>检查板子的时钟。</translation>
    </message>
    <message>
        <source>Look into the board&apos;s log for the status code.</source>
        <translation>在板子的日志中查找状态码。</translation>
    </message>
    <message>
        <source>Retry the board.</source>
        <translation>重试这块板子。</translation>
    </message>
    <message>
        <source>Check the strength of the Wi-Fi signal.</source>
        <translation>检查 Wi-Fi 信号强度。</translation>
    </message>
    <message>
        <source>Update fewer boards at once.</source>
        <translation>减少同时更新的板子数量。</translation>
    </message>
    <message>
        <source>Check that the image is for this chip and signed as the board demands.</source>
        <translation>检查镜像是否适用于该芯片，并按板子的要求签名。</translation>
    </message>
    <message>
        <source>Look into the board&apos;s log for the check that failed.</source>
        <translation>在板子的日志中查找未通过的检查。</translation>
    </message>
    <message>
        <source>If it fails again, replace the board&apos;s flash.</source>
        <translation>如果再次失败，请更换板子的闪存。</translation>
    </message>
    <message>
        <source>Free heap before the update starts, or use smaller TLS buffers.</source>
        <translation>在更新开始前释放堆内存，或使用更小的 TLS 缓冲区。</translation>
    </message>
    <message>
        <source>Restart the board by hand.</source>
        <translation>手动重启板子。</translation>
    </message>
    <message>
        <source>Look into its log.</source>
        <translation>查看它的日志。</translation>
    </message>
    <message>
        <source>Look into the board&apos;s log: the new image did not pass its own test.</source>
        <translation>查看板子的日志：新镜像没有通过自检。</translation>
    </message>
    <message>
        <source>Mend the image, then retry.</source>
        <translation>修正镜像，然后重试。</translation>
    </message>
    <message>
        <source>Use a stronger supply or a shorter cable.</source>
        <translation>使用更强的电源或更短的线缆。</translation>
    </message>
    <message>
        <source>Identify the board again and compare its version.</source>
        <translation>重新识别板子并核对版本。</translation>
    </message>
    <message>
        <source>Check the folder or the database server of the history.</source>
        <translation>检查历史记录的文件夹或数据库服务器。</translation>
    </message>
    <message>
        <source>Another otabench is updating this board.</source>
        <translation>另一个 otabench 正在更新这块板子。</translation>
    </message>
    <message>
        <source>The database of the history cannot be reached.</source>
        <translation>无法连接历史记录的数据库。</translation>
    </message>
    <message>
        <source>Another program has locked the history.</source>
        <translation>历史记录被另一个程序锁定。</translation>
    </message>
    <message>
        <source>The file of the history is damaged.</source>
        <translation>历史记录的文件已损坏。</translation>
    </message>
    <message>
        <source>The history was made by a newer otabench.</source>
        <translation>历史记录由更新版本的 otabench 创建。</translation>
    </message>
    <message>
        <source>Wait until that update has ended.</source>
        <translation>请等待那次更新结束。</translation>
    </message>
    <message>
        <source>Check that the database server runs and that the network reaches it.</source>
        <translation>检查数据库服务器是否在运行、网络是否能连通。</translation>
    </message>
    <message>
        <source>Go on: results are kept and written when it is back.</source>
        <translation>可以继续：结果会保留，待数据库恢复后写入。</translation>
    </message>
    <message>
        <source>Close the other program that has the history open.</source>
        <translation>关闭打开了历史记录的另一个程序。</translation>
    </message>
    <message>
        <source>Move the file aside, or put a backup in its place.</source>
        <translation>将该文件移走，或用备份替换它。</translation>
    </message>
    <message>
        <source>Update otabench on this computer.</source>
        <translation>更新这台电脑上的 otabench。</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ExplanationText</name>
    <message>
        <source>What is certain</source>
        <translation>已确定的事实</translation>
    </message>
    <message>
        <source>Likely causes</source>
        <translation>可能的原因</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>处理办法</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ExplanationView</name>
    <message>
        <source>Give the .elf file of the firmware, and the addresses of this crash become functions and lines.</source>
        <translation>选择固件的 .elf 文件后，此次崩溃中的地址会变为函数名和行号。</translation>
    </message>
    <message>
        <source>Decoding…</source>
        <translation>正在解码…</translation>
    </message>
    <message>
        <source>None of the given .elf files is the program that crashed here, or the text holds no addresses.</source>
        <translation>所选的 .elf 文件都不是此处崩溃的程序，或者文本中没有地址。</translation>
    </message>
    <message>
        <source>Cop&amp;y the explanation</source>
        <translation>复制说明(&amp;Y)</translation>
    </message>
    <message>
        <source>Choose the .el&amp;f file…</source>
        <translation>选择 .elf 文件…(&amp;F)</translation>
    </message>
    <message>
        <source>Choose a line that is marked with an “i”, and press Enter or click the mark: here stands what it means, why it happens and what to do.</source>
        <translation>选择带有“i”标记的日志行，按回车键或点击标记：这里会说明其含义、原因和处理办法。</translation>
    </message>
    <message>
        <source>The catalogue does not know this line.</source>
        <translation>诊断目录中没有这一行。</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ExportDialog</name>
    <message>
        <source>Exporting the CA…</source>
        <translation>正在导出 CA…</translation>
    </message>
    <message>
        <source>The CA is written</source>
        <translation>CA 已写入</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>已写入</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Add it to the firmware&apos;s sources and give otabench_ca_pem as cert_pem to esp_http_client_config_t.</source>
        <translation>把它加入固件源码，并把 otabench_ca_pem 作为 cert_pem 传给 esp_http_client_config_t。</translation>
    </message>
    <message>
        <source>Put it into the project as server_certs/ca_cert.pem and name it in EMBED_TXTFILES of the component.</source>
        <translation>把它放入项目的 server_certs/ca_cert.pem，并写入组件的 EMBED_TXTFILES。</translation>
    </message>
    <message>
        <source>Export the CA</source>
        <translation>导出 CA</translation>
    </message>
    <message>
        <source>Boards trust the server by this certificate: build it into their firmware. It is no secret. PKCS#12 holds the key, too, for a safe place.</source>
        <translation>板子凭此证书信任服务器：请编入固件。它不是秘密。PKCS#12 还含有密钥，须存放在安全的地方。</translation>
    </message>
    <message>
        <source>&amp;Form</source>
        <translation>格式(&amp;F)</translation>
    </message>
    <message>
        <source>C header for firmware (otabench_ca_pem)</source>
        <translation>固件用 C 头文件 (otabench_ca_pem)</translation>
    </message>
    <message>
        <source>PEM, as ESP-IDF&apos;s EMBED_TXTFILES takes it</source>
        <translation>PEM，供 ESP-IDF 的 EMBED_TXTFILES 使用</translation>
    </message>
    <message>
        <source>DER</source>
        <translation>DER</translation>
    </message>
    <message>
        <source>PKCS#12 with its key, for a safe place</source>
        <translation>含密钥的 PKCS#12，须妥善保管</translation>
    </message>
    <message>
        <source>&amp;Both CAs, so that boards trust either</source>
        <translation>两个 CA，板子信任其中任一(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;New passphrase</source>
        <translation>新口令(&amp;N)</translation>
    </message>
    <message>
        <source>The same a&amp;gain</source>
        <translation>再输入一次(&amp;G)</translation>
    </message>
    <message>
        <source>The CA&apos;s &amp;passphrase</source>
        <translation>CA 的口令(&amp;P)</translation>
    </message>
    <message>
        <source>Save &amp;as</source>
        <translation>另存为(&amp;A)</translation>
    </message>
    <message>
        <source>File to write</source>
        <translation>要写入的文件</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>导出(&amp;E)</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::FactList</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy %1</source>
        <extracomment>%1 is what is copied: &quot;SHA-256 of the file&quot;</extracomment>
        <translation>复制%1</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::FaultBench</name>
    <message>
        <source>Takes no number</source>
        <translation>不需要数值</translation>
    </message>
    <message>
        <source>Lets the server fail on purpose, to see how firmware stands a bad network. Boards are meant to fail while a fault is here.</source>
        <translation>让服务器故意出错，以检验固件如何应对糟糕的网络。只要这里有故障，板子就注定会失败。</translation>
    </message>
    <message>
        <source>&amp;Fault</source>
        <translation>故障(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Number</source>
        <extracomment>the number that a fault needs</extracomment>
        <translation>数值(&amp;N)</translation>
    </message>
    <message>
        <source>For &amp;board</source>
        <translation>针对板子(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;How often</source>
        <translation>次数(&amp;H)</translation>
    </message>
    <message>
        <source>All boards</source>
        <extracomment>a fault for every board</extracomment>
        <translation>所有板子</translation>
    </message>
    <message>
        <source>Every time</source>
        <translation>每次</translation>
    </message>
    <message>
        <source> times</source>
        <extracomment>how often, behind a number</extracomment>
        <translation> 次</translation>
    </message>
    <message>
        <source>&amp;Inject</source>
        <translation>注入(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Take away</source>
        <translation>移除(&amp;T)</translation>
    </message>
    <message>
        <source>Faults that are injected</source>
        <translation>正在注入的故障</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::FetchDialog</name>
    <message>
        <source>Asking the server…</source>
        <translation>正在询问服务器…</translation>
    </message>
    <message>
        <source>What the server sends, by %1</source>
        <translation>服务器发来的证书，%1</translation>
    </message>
    <message>
        <source>What to give boards</source>
        <translation>应给板子的证书</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>证书</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Next certificate at</source>
        <translation>下一张证书位于</translation>
    </message>
    <message>
        <source>Sa&amp;ve it…</source>
        <translation>保存(&amp;V)…</translation>
    </message>
    <message>
        <source>Copy &amp;PEM</source>
        <translation>复制 PEM(&amp;P)</translation>
    </message>
    <message>
        <source>Save the certificate</source>
        <translation>保存证书</translation>
    </message>
    <message>
        <source>Certificates (*.pem);;All files (*)</source>
        <translation>证书 (*.pem);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Written to</source>
        <translation>已写入</translation>
    </message>
    <message>
        <source>Fetch a site&apos;s chain</source>
        <translation>获取网站的证书链</translation>
    </message>
    <message>
        <source>For images that lie on another web server: asks it for its certificates and chooses the one that boards have to trust.</source>
        <translation>用于存放在其他网站服务器上的镜像：向它索取证书，并选出板子必须信任的那一张。</translation>
    </message>
    <message>
        <source>&amp;Server</source>
        <translation>服务器(&amp;S)</translation>
    </message>
    <message>
        <source>images.example.com or https://…</source>
        <translation>images.example.com 或 https://…</translation>
    </message>
    <message>
        <source>Pro&amp;xy</source>
        <translation>代理(&amp;X)</translation>
    </message>
    <message>
        <source>As the environment says (https_proxy)</source>
        <translation>按环境变量 (https_proxy)</translation>
    </message>
    <message>
        <source>&amp;Fetch</source>
        <translation>获取(&amp;F)</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::FileField</name>
    <message>
        <source>Choose…</source>
        <extracomment>a button beside a file&apos;s name</extracomment>
        <translation>选择…</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::FilterErrorText</name>
    <message>
        <source>“%1” is no time: write 10m (ten minutes ago; also s, h, d), 14:30, 2026-11-29 or 2026-11-29T14:30</source>
        <translation>“%1”不是时间：请写 10m（十分钟前；也可用 s、h、d）、14:30、2026-11-29 或 2026-11-29T14:30</translation>
    </message>
    <message>
        <source>At character %1: %2</source>
        <extracomment>%1 is a place in the filter field, %2 says what is wrong there</extracomment>
        <translation>第 %1 个字符处：%2</translation>
    </message>
    <message>
        <source>This is no regular expression; at character %1: %2. Put a backslash before characters that have a meaning.</source>
        <extracomment>%1 is the place, %2 the English message of the regular expression library</extracomment>
        <translation>这不是正则表达式；第 %1 个字符处：%2。请在有特殊含义的字符前加反斜杠。</translation>
    </message>
    <message>
        <source>there is no parenthesis to close</source>
        <translation>没有可闭合的括号</translation>
    </message>
    <message>
        <source>the parentheses are nested too deeply</source>
        <translation>括号嵌套过深</translation>
    </message>
    <message>
        <source>a term is missing here</source>
        <translation>这里缺少一个条件</translation>
    </message>
    <message>
        <source>the closing parenthesis is missing</source>
        <translation>缺少右括号</translation>
    </message>
    <message>
        <source>the closing quotation mark is missing</source>
        <translation>缺少结尾的引号</translation>
    </message>
    <message>
        <source>the / that ends the regular expression is missing</source>
        <translation>缺少结束正则表达式的 /</translation>
    </message>
    <message>
        <source>the value of %1: is missing</source>
        <translation>缺少 %1: 的值</translation>
    </message>
    <message>
        <source>“%1” is no level: write error, warning, info, debug or verbose</source>
        <translation>“%1”不是级别：请写 error、warning、info、debug 或 verbose</translation>
    </message>
    <message>
        <source>there is no bench “%1”</source>
        <translation>没有名为“%1”的工作台</translation>
    </message>
    <message>
        <source>“%1” is no bookmark: write any, ota-start, first-error, reboot, panic or lost</source>
        <translation>“%1”不是书签：请写 any、ota-start、first-error、reboot、panic 或 lost</translation>
    </message>
    <message>
        <source>there is no field “%1”: write level, tag, board, bench, mark, since or until, or put the text into quotation marks</source>
        <translation>没有字段“%1”：请写 level、tag、board、bench、mark、since 或 until，或用引号括住文本</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::FindingCard</name>
    <message>
        <source>Command for a terminal</source>
        <translation>供终端使用的命令</translation>
    </message>
    <message>
        <source>Copy command</source>
        <translation>复制命令</translation>
    </message>
    <message>
        <source>Copied</source>
        <extracomment>the command is on the clipboard</extracomment>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::FindingRemedies</name>
    <message>
        <source>Make the lab CA</source>
        <translation>创建实验室 CA</translation>
    </message>
    <message>
        <source>Make it private</source>
        <extracomment>take everybody else&apos;s right to read the key file</extracomment>
        <translation>设为私有</translation>
    </message>
    <message>
        <source>Look for ports</source>
        <translation>查找端口</translation>
    </message>
    <message>
        <source>Open Certificates</source>
        <translation>打开“证书”</translation>
    </message>
    <message>
        <source>Open Settings</source>
        <translation>打开“设置”</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::FindingWords</name>
    <message>
        <source>No USB serial port is plugged in.</source>
        <translation>没有插入 USB 串口。</translation>
    </message>
    <message>
        <source>All serial ports may be opened ({0}).</source>
        <translation>所有串口都可以打开({0})。</translation>
    </message>
    <message>
        <source>The port {0} went away while it was looked at.</source>
        <translation>查看端口 {0} 时它消失了。</translation>
    </message>
    <message>
        <source>Check its cable and its hub; a board that restarts over and over does this, too.</source>
        <translation>检查它的线缆和集线器；不断重启的板子也会造成这种现象。</translation>
    </message>
    <message>
        <source>You may not open {0}: it belongs to the group {1}.</source>
        <translation>你无权打开 {0}：它属于用户组 {1}。</translation>
    </message>
    <message>
        <source>Join the group {1}, then log out and in.</source>
        <translation>加入用户组 {1}，然后注销并重新登录。</translation>
    </message>
    <message>
        <source>You may not open {0}: no group has access to it.</source>
        <translation>你无权打开 {0}：没有任何用户组可以访问它。</translation>
    </message>
    <message>
        <source>Install otabench&apos;s udev rule, then plug the board in again.</source>
        <translation>安装 otabench 的 udev 规则，然后重新插入板子。</translation>
    </message>
    <message>
        <source>You may not open {0} yet: this session began before you joined the group {1}.</source>
        <translation>你还不能打开 {0}：本次会话早于你加入用户组 {1}。</translation>
    </message>
    <message>
        <source>Log out and in, or restart the computer.</source>
        <translation>注销并重新登录，或重启计算机。</translation>
    </message>
    <message>
        <source>No other program has a serial port open.</source>
        <translation>没有其他程序占用串口。</translation>
    </message>
    <message>
        <source>{0} is open in {1} (process {2}).</source>
        <translation>{0} 已在 {1}（进程 {2}）中打开。</translation>
    </message>
    <message>
        <source>{0} is in use by {1} (process {2}): its board cannot be updated.</source>
        <translation>{0} 被 {1}（进程 {2}）占用：它的板子无法更新。</translation>
    </message>
    <message>
        <source>Close the port there.</source>
        <translation>在那个程序中关闭该端口。</translation>
    </message>
    <message>
        <source>otabench&apos;s udev rule is installed ({0}).</source>
        <translation>otabench 的 udev 规则已安装({0})。</translation>
    </message>
    <message>
        <source>otabench&apos;s udev rule is not installed.</source>
        <translation>otabench 的 udev 规则尚未安装。</translation>
    </message>
    <message>
        <source>Install it: whoever sits at the computer may open the ports then, and ModemManager leaves them alone.</source>
        <translation>安装它：之后坐在计算机前的人即可打开端口，ModemManager 也不会再碰它们。</translation>
    </message>
    <message>
        <source>The udev rule {0} comes too late: &quot;uaccess&quot; is acted on by rules numbered 73.</source>
        <translation>udev 规则 {0} 的次序太靠后：“uaccess”由编号 73 的规则处理。</translation>
    </message>
    <message>
        <source>Rename it so that it begins with 70.</source>
        <translation>将它改名，使文件名以 70 开头。</translation>
    </message>
    <message>
        <source>udev does not run here: boards that are plugged in are not noticed.</source>
        <translation>这里没有运行 udev：插入的板子不会被察觉。</translation>
    </message>
    <message>
        <source>Search for ports by hand (F5), or, in a container, give it /run/udev of the computer.</source>
        <translation>手动查找端口(F5)；若在容器中，请把计算机的 /run/udev 提供给它。</translation>
    </message>
    <message>
        <source>ModemManager does not run.</source>
        <translation>ModemManager 没有运行。</translation>
    </message>
    <message>
        <source>ModemManager runs, and the udev rule keeps it off the boards.</source>
        <translation>ModemManager 正在运行，但 udev 规则使它不碰板子。</translation>
    </message>
    <message>
        <source>ModemManager runs: it writes modem commands to every new port for half a minute.</source>
        <translation>ModemManager 正在运行：它会向每个新端口发送半分钟的调制解调器命令。</translation>
    </message>
    <message>
        <source>Install otabench&apos;s udev rule, or stop ModemManager.</source>
        <translation>安装 otabench 的 udev 规则，或停用 ModemManager。</translation>
    </message>
    <message>
        <source>brltty does not reach for the ports.</source>
        <translation>brltty 不会占用端口。</translation>
    </message>
    <message>
        <source>brltty&apos;s rule {1} takes adapters of the maker {0}, and one is plugged in: its port vanishes.</source>
        <translation>brltty 的规则 {1} 会占用厂商 {0} 的适配器，而现在正插着一个：它的端口会消失。</translation>
    </message>
    <message>
        <source>Remove brltty, where nobody here uses a Braille display.</source>
        <translation>如果这里没有人使用盲文显示器，请卸载 brltty。</translation>
    </message>
    <message>
        <source>brltty&apos;s rule {0} takes CH340 and CP210x adapters for Braille displays.</source>
        <translation>brltty 的规则 {0} 会把 CH340 和 CP210x 适配器当作盲文显示器占用。</translation>
    </message>
    <message>
        <source>brltty runs and may open serial ports.</source>
        <translation>brltty 正在运行，可能会打开串口。</translation>
    </message>
    <message>
        <source>Stop it, where nobody here uses a Braille display.</source>
        <translation>如果这里没有人使用盲文显示器，请停用它。</translation>
    </message>
    <message>
        <source>USB is well within its limits ({0} adapters and boards).</source>
        <translation>USB 远未达到上限（{0} 个适配器和板子）。</translation>
    </message>
    <message>
        <source>The USB controller {0} carries {1} devices with {2} endpoints; many end at {3}.</source>
        <translation>USB 控制器 {0} 上有 {1} 个设备、{2} 个端点；许多控制器的上限是 {3}。</translation>
    </message>
    <message>
        <source>Plug further boards into ports of another controller.</source>
        <translation>将更多的板子插到另一个控制器的端口上。</translation>
    </message>
    <message>
        <source>The USB controller {0} carries {1} devices with {2} endpoints, and many end at {3}: further boards are not recognised.</source>
        <translation>USB 控制器 {0} 上有 {1} 个设备、{2} 个端点，而许多控制器的上限是 {3}：再插的板子不会被识别。</translation>
    </message>
    <message>
        <source>Move boards to ports of another controller, or add a USB card.</source>
        <translation>将板子移到另一个控制器的端口上，或加装 USB 卡。</translation>
    </message>
    <message>
        <source>The device {0} hangs behind {1} hubs, one after another; USB allows 5.</source>
        <translation>设备 {0} 前面串联了 {1} 级集线器；USB 最多允许 5 级。</translation>
    </message>
    <message>
        <source>Plug the hub in nearer to the computer.</source>
        <translation>将集线器插到离计算机更近的地方。</translation>
    </message>
    <message>
        <source>{1} boards hang on the hub {0}, which has no supply of its own: they may brown out while they write flash.</source>
        <translation>{1} 块板子接在集线器 {0} 上，而它没有独立供电：写闪存时板子可能欠压。</translation>
    </message>
    <message>
        <source>Give the hub a supply, or use a powered one.</source>
        <translation>为集线器接上电源，或使用带电源的集线器。</translation>
    </message>
    <message>
        <source>{0} adapters of the kind {1} have no serial number: /dev/serial/by-id cannot tell them apart.</source>
        <translation>{0} 个 {1} 类适配器没有序列号：/dev/serial/by-id 无法区分它们。</translation>
    </message>
    <message>
        <source>Address them by their place: the links below /dev/serial/by-path stay.</source>
        <translation>按位置寻址：/dev/serial/by-path 下的链接保持不变。</translation>
    </message>
    <message>
        <source>{0} adapters of the kind {1} have the same serial number {2}: /dev/serial/by-id cannot tell them apart.</source>
        <translation>{0} 个 {1} 类适配器的序列号同为 {2}：/dev/serial/by-id 无法区分它们。</translation>
    </message>
    <message>
        <source>The adapter {0} is put to sleep when idle: the first characters of a board&apos;s log may be lost.</source>
        <translation>适配器 {0} 空闲时会休眠：板子日志的开头几个字符可能丢失。</translation>
    </message>
    <message>
        <source>Keep it awake.</source>
        <translation>让它保持唤醒。</translation>
    </message>
    <message>
        <source>The clock is kept right by the network (now {0} UTC).</source>
        <translation>时钟由网络校准（现在是 {0} UTC）。</translation>
    </message>
    <message>
        <source>This computer&apos;s clock is wrong: it says {0} UTC.</source>
        <translation>这台计算机的时钟不对：显示为 {0} UTC。</translation>
    </message>
    <message>
        <source>Set it: certificates that are made now would not be valid on boards.</source>
        <translation>校准时钟：否则现在签发的证书在板子上无效。</translation>
    </message>
    <message>
        <source>Nothing keeps this computer&apos;s clock right (now {0} UTC).</source>
        <translation>这台计算机的时钟没有任何校准（现在是 {0} UTC）。</translation>
    </message>
    <message>
        <source>Let it be set from the network; without one, compare it with a watch.</source>
        <translation>让网络校准时钟；没有网络时，请与手表核对。</translation>
    </message>
    <message>
        <source>Boards are told to fetch from {0} ({1}).</source>
        <translation>板子将从 {0} ({1}) 下载。</translation>
    </message>
    <message>
        <source>Boards are told to fetch from {0} ({1}); there is no way to the internet, and none is needed.</source>
        <translation>板子将从 {0} ({1}) 下载；这里不通互联网，也不需要。</translation>
    </message>
    <message>
        <source>This computer has no address but its own loopback: real boards cannot reach it.</source>
        <translation>这台计算机除本机回环外没有其他地址：真实的板子无法访问它。</translation>
    </message>
    <message>
        <source>Connect it to the network of the boards.</source>
        <translation>将它接入板子所在的网络。</translation>
    </message>
    <message>
        <source>Boards would be told to fetch from {0}, which is the VPN&apos;s ({1}): they cannot reach that.</source>
        <translation>板子将被告知从 {0} 下载，而它属于 VPN ({1})：板子无法访问。</translation>
    </message>
    <message>
        <source>Name the address in the boards&apos; network.</source>
        <translation>指定板子所在网络中的地址。</translation>
    </message>
    <message>
        <source>Boards would be told to fetch from {0}, which is of containers or virtual machines ({1}): they cannot reach that.</source>
        <translation>板子将被告知从 {0} 下载，而它属于容器或虚拟机 ({1})：板子无法访问。</translation>
    </message>
    <message>
        <source>The address {0} ({1}) was made up, as no DHCP server answered: only boards on the same cable reach it.</source>
        <translation>由于没有 DHCP 服务器应答，地址 {0} ({1}) 是自行分配的：只有同一条线缆上的板子能访问它。</translation>
    </message>
    <message>
        <source>Give this computer an address in the boards&apos; network.</source>
        <translation>为这台计算机配置板子所在网络中的地址。</translation>
    </message>
    <message>
        <source>This computer has several addresses: {0}. Boards are told to fetch from {1}.</source>
        <translation>这台计算机有多个地址：{0}。板子将从 {1} 下载。</translation>
    </message>
    <message>
        <source>If the boards are in another of these networks, name the address there.</source>
        <translation>如果板子在其中的另一个网络，请指定那里的地址。</translation>
    </message>
    <message>
        <source>All traffic goes through the VPN {0}: answers to boards may, too.</source>
        <translation>所有流量都经过 VPN {0}：发给板子的应答也可能如此。</translation>
    </message>
    <message>
        <source>Leave the VPN while boards are updated, or exclude the local network from it.</source>
        <translation>更新板子时断开 VPN，或将本地网络排除在外。</translation>
    </message>
    <message>
        <source>nftables lets connections in.</source>
        <translation>nftables 允许连接进入。</translation>
    </message>
    <message>
        <source>No firewall was found active.</source>
        <translation>没有发现启用的防火墙。</translation>
    </message>
    <message>
        <source>{0} lets the port {1} in.</source>
        <translation>{0} 允许端口 {1} 进入。</translation>
    </message>
    <message>
        <source>The firewall ufw is active, and updates use any free port.</source>
        <translation>防火墙 ufw 已启用，而更新使用任意空闲端口。</translation>
    </message>
    <message>
        <source>Choose a port for updates (--port 8443), and let it in.</source>
        <translation>为更新选定一个端口 (--port 8443)，并放行它。</translation>
    </message>
    <message>
        <source>The firewall ufw keeps boards from the port {0}.</source>
        <translation>防火墙 ufw 阻止板子访问端口 {0}。</translation>
    </message>
    <message>
        <source>Let it in.</source>
        <translation>放行它。</translation>
    </message>
    <message>
        <source>firewalld is active, and updates use any free port.</source>
        <translation>firewalld 已启用，而更新使用任意空闲端口。</translation>
    </message>
    <message>
        <source>firewalld keeps boards from the port {0}.</source>
        <translation>firewalld 阻止板子访问端口 {0}。</translation>
    </message>
    <message>
        <source>nftables drops what no rule lets in, and updates use any free port.</source>
        <translation>nftables 会丢弃没有规则放行的连接，而更新使用任意空闲端口。</translation>
    </message>
    <message>
        <source>nftables keeps boards from the port {0}.</source>
        <translation>nftables 阻止板子访问端口 {0}。</translation>
    </message>
    <message>
        <source>The certificates in {0} are in order.</source>
        <translation>{0} 中的证书一切正常。</translation>
    </message>
    <message>
        <source>There is no lab CA yet.</source>
        <translation>还没有实验室 CA。</translation>
    </message>
    <message>
        <source>It is made by itself with the first update; make it now to build it into firmware.</source>
        <translation>它会在第一次更新时自动创建；若要编入固件，请现在创建。</translation>
    </message>
    <message>
        <source>The key {0} of the lab CA is missing: no server certificate can be issued any more.</source>
        <translation>实验室 CA 的密钥 {0} 缺失：无法再签发服务器证书。</translation>
    </message>
    <message>
        <source>Put a backup of it there, or begin the change to another CA.</source>
        <translation>将它的备份放回那里，或开始更换为另一个 CA。</translation>
    </message>
    <message>
        <source>The lab CA {0} has ended on {1}: boards refuse every certificate of it.</source>
        <translation>实验室 CA {0} 已于 {1} 到期：板子会拒绝它的所有证书。</translation>
    </message>
    <message>
        <source>Make another one, and give it to the boards over serial.</source>
        <translation>创建另一个，并通过串口交给板子。</translation>
    </message>
    <message>
        <source>The lab CA {0} ends on {1}.</source>
        <translation>实验室 CA {0} 将于 {1} 到期。</translation>
    </message>
    <message>
        <source>Change to another one while boards still trust this.</source>
        <translation>趁板子仍然信任它，更换为另一个 CA。</translation>
    </message>
    <message>
        <source>The company&apos;s certificate {0} has ended on {1}: boards refuse it.</source>
        <translation>公司证书 {0} 已于 {1} 到期：板子会拒绝它。</translation>
    </message>
    <message>
        <source>Ask the company&apos;s CA for another one.</source>
        <translation>向公司 CA 申请新证书。</translation>
    </message>
    <message>
        <source>The company&apos;s certificate {0} ends on {1}.</source>
        <translation>公司证书 {0} 将于 {1} 到期。</translation>
    </message>
    <message>
        <source>The company&apos;s certificate {0} is not for {1}, the address that boards are told.</source>
        <translation>公司证书 {0} 不适用于告知板子的地址 {1}。</translation>
    </message>
    <message>
        <source>Ask for one with that address, or serve by a name that it has.</source>
        <translation>申请一份含该地址的证书，或改用证书中已有的名称提供服务。</translation>
    </message>
    <message>
        <source>The certificate {0} is not valid before {1}: this computer&apos;s clock is wrong, or was when it was made.</source>
        <translation>证书 {0} 在 {1} 之前无效：这台计算机的时钟不对，或签发时不对。</translation>
    </message>
    <message>
        <source>Set the clock.</source>
        <translation>校准时钟。</translation>
    </message>
    <message>
        <source>The key {0} may be read by others (mode {1}): whoever has it can pass for this computer.</source>
        <translation>其他人可以读取密钥 {0}（权限 {1}）：得到它的人可以冒充这台计算机。</translation>
    </message>
    <message>
        <source>Take that away; if others may have read it, change to another CA.</source>
        <translation>收回该权限；如果可能已被他人读取，请更换为另一个 CA。</translation>
    </message>
    <message>
        <source>The certificate {0} cannot be used: {1}</source>
        <translation>证书 {0} 无法使用：{1}</translation>
    </message>
    <message>
        <source>Put a backup in its place, or import it again.</source>
        <translation>用备份替换它，或重新导入。</translation>
    </message>
    <message>
        <source>The next update gets a certificate for {0} by itself.</source>
        <translation>下一次更新会自动获得 {0} 的证书。</translation>
    </message>
    <message>
        <source>There is room in {0} ({1} MiB).</source>
        <translation>{0} 中有足够的空间({1} MiB)。</translation>
    </message>
    <message>
        <source>Only {1} MiB are free in {0}.</source>
        <translation>{0} 中只剩 {1} MiB。</translation>
    </message>
    <message>
        <source>Free some space.</source>
        <translation>请释放一些空间。</translation>
    </message>
    <message>
        <source>Only {1} MiB are free in {0}: logs and results will be lost.</source>
        <translation>{0} 中只剩 {1} MiB：日志和结果将会丢失。</translation>
    </message>
    <message>
        <source>The space in {0} cannot be found out.</source>
        <translation>无法得知 {0} 的剩余空间。</translation>
    </message>
    <message>
        <source>Check that the folder is there.</source>
        <translation>检查该文件夹是否存在。</translation>
    </message>
    <message>
        <source>The history {0} can be read and written.</source>
        <translation>历史记录 {0} 可以读写。</translation>
    </message>
    <message>
        <source>The history&apos;s database server answers.</source>
        <translation>历史记录的数据库服务器有应答。</translation>
    </message>
    <message>
        <source>The history is begun with the first update ({0}).</source>
        <translation>历史记录将在第一次更新时开始({0})。</translation>
    </message>
    <message>
        <source>The history cannot be used: {0}.</source>
        <translation>历史记录无法使用：{0}。</translation>
    </message>
    <message>
        <source>Mend that, then try again.</source>
        <translation>解决它，然后重试。</translation>
    </message>
    <message>
        <source>In order</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>问题</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::FirstRun</name>
    <message>
        <source>Without one the key is protected by its file&apos;s permissions alone.</source>
        <translation>没有口令时，密钥仅由文件权限保护。</translation>
    </message>
    <message>
        <source>A passphrase has 8 characters or more.</source>
        <translation>口令至少 8 个字符。</translation>
    </message>
    <message>
        <source>The two passphrases differ.</source>
        <translation>两次输入的口令不同。</translation>
    </message>
    <message>
        <source>otabench will ask for it when it needs the key.</source>
        <translation>otabench 需要密钥时会询问口令。</translation>
    </message>
    <message>
        <source>Making the lab CA…</source>
        <translation>正在生成实验室 CA…</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <extracomment>a step of the first-run assistant</extracomment>
        <translation>第 %1 步，共 %2 步</translation>
    </message>
    <message>
        <source>A certificate authority for this lab</source>
        <translation>此实验室的证书颁发机构</translation>
    </message>
    <message>
        <source>Boards download over HTTPS and must know whom to trust. otabench makes a certificate authority (CA) of your lab&apos;s own; boards trust it, and it signs the server&apos;s certificate.</source>
        <translation>板子通过 HTTPS 下载，必须知道信任谁。otabench 为你的实验室生成自己的证书颁发机构 (CA)；板子信任它，它为服务器证书签名。</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>下一步(&amp;N)</translation>
    </message>
    <message>
        <source>Where boards reach this computer</source>
        <translation>板子如何访问本机</translation>
    </message>
    <message>
        <source>The server&apos;s certificate covers all of this computer&apos;s addresses, and is replaced by itself when they change. Add names if boards use one.</source>
        <translation>服务器证书涵盖本机的所有地址，地址变化时自动更换。如果板子使用域名，请添加。</translation>
    </message>
    <message>
        <source>&amp;Make the CA</source>
        <translation>生成 CA(&amp;M)</translation>
    </message>
    <message>
        <source>The lab CA is ready</source>
        <translation>实验室 CA 已就绪</translation>
    </message>
    <message>
        <source>Boards with the otabench agent are given it with their first update. Other firmware needs it built in: export it, or copy it.</source>
        <translation>带 otabench 代理的板子会在首次更新时收到它。其他固件须编入它：请导出或复制。</translation>
    </message>
    <message>
        <source>&amp;Show the certificates</source>
        <translation>显示证书(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>上一步(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Import a CA instead…</source>
        <translation>改为导入 CA(&amp;I)…</translation>
    </message>
    <message>
        <source>N&amp;ame</source>
        <translation>名称(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Key</source>
        <translation>密钥(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Passphrase</source>
        <translation>口令(&amp;P)</translation>
    </message>
    <message>
        <source>Optional</source>
        <translation>可选</translation>
    </message>
    <message>
        <source>The same a&amp;gain</source>
        <translation>再输入一次(&amp;G)</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Other n&amp;ames</source>
        <translation>其他名称(&amp;A)</translation>
    </message>
    <message>
        <source>Optional: ota.lab.example, with commas between</source>
        <translation>可选：ota.lab.example，用逗号分隔</translation>
    </message>
    <message>
        <source>&amp;Export for firmware…</source>
        <translation>为固件导出(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Copy PEM</source>
        <translation>复制 PEM(&amp;C)</translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation>指纹</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::FoldersCard</name>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>&amp;Data</source>
        <translation>数据(&amp;D)</translation>
    </message>
    <message>
        <source>Confi&amp;guration</source>
        <translation>配置(&amp;G)</translation>
    </message>
    <message>
        <source>L&amp;ogs</source>
        <translation>日志(&amp;O)</translation>
    </message>
    <message>
        <source>Open the folder of data</source>
        <translation>打开数据文件夹</translation>
    </message>
    <message>
        <source>Open the folder of settings</source>
        <translation>打开设置文件夹</translation>
    </message>
    <message>
        <source>Open the folder of logs</source>
        <translation>打开日志文件夹</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>$OTABENCH_HOME moves all of them, from the next start on.</source>
        <translation>$OTABENCH_HOME 可从下次启动起更改它们的位置。</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::Format</name>
    <message>
        <source>%1/s</source>
        <extracomment>data rate; %1 is an amount such as &quot;182 kB&quot;</extracomment>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>%1 %</source>
        <extracomment>%1 is a number from 0 to 100</extracomment>
        <translation>%1%</translation>
    </message>
    <message>
        <source>%1 s</source>
        <extracomment>a duration in seconds</extracomment>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <extracomment>a duration in minutes and seconds</extracomment>
        <translation>%1 分 %2 秒</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::HelpWindow</name>
    <message>
        <source>otabench help</source>
        <translation>otabench 帮助</translation>
    </message>
    <message>
        <source>Search the help</source>
        <translation>搜索帮助</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>Chapter</source>
        <translation>章节</translation>
    </message>
    <message>
        <source>No chapter has all of these words.</source>
        <translation>没有章节同时包含这些词。</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>后退</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>前进</translation>
    </message>
    <message>
        <source>First chapter</source>
        <translation>第一章</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::HistoryPage</name>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Reading the history…</source>
        <translation>正在读取历史记录…</translation>
    </message>
    <message numerus="yes">
        <source>%n board(s)</source>
        <translation>
            <numerusform>%n 块板子</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n image(s)</source>
        <translation>
            <numerusform>%n 个镜像</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>the newest %n campaign(s)</source>
        <extracomment>older campaigns are not in the list</extracomment>
        <translation>
            <numerusform>最近 %n 个任务</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n campaign(s)</source>
        <translation>
            <numerusform>%n 个任务</numerusform>
        </translation>
    </message>
    <message>
        <source>Web page (*.html)</source>
        <translation>网页 (*.html)</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>JUnit (*.xml)</source>
        <translation>JUnit (*.xml)</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>保存报告</translation>
    </message>
    <message>
        <source>Writing the report…</source>
        <translation>正在写入报告…</translation>
    </message>
    <message>
        <source>Search campaigns and boards</source>
        <translation>搜索任务和板子</translation>
    </message>
    <message>
        <source>Search the history</source>
        <translation>搜索历史记录</translation>
    </message>
    <message>
        <source>Re&amp;fresh</source>
        <translation>刷新(&amp;F)</translation>
    </message>
    <message>
        <source>Read the history again (F5)</source>
        <translation>重新读取历史记录 (F5)</translation>
    </message>
    <message>
        <source>Return to &amp;previous image…</source>
        <translation>恢复之前的镜像…(&amp;P)</translation>
    </message>
    <message>
        <source>Plan to give the boards of this campaign the images they ran before</source>
        <translation>计划让此任务中的板子恢复之前运行的镜像</translation>
    </message>
    <message>
        <source>&amp;Retry failed</source>
        <translation>重试失败的板子(&amp;R)</translation>
    </message>
    <message>
        <source>Update the boards of this campaign that failed once more</source>
        <translation>重新更新此任务中失败的板子</translation>
    </message>
    <message>
        <source>&amp;Save report</source>
        <translation>保存报告(&amp;S)</translation>
    </message>
    <message>
        <source>As &amp;web page (HTML)…</source>
        <translation>网页 (HTML)…(&amp;W)</translation>
    </message>
    <message>
        <source>As &amp;table (CSV)…</source>
        <translation>表格 (CSV)…(&amp;T)</translation>
    </message>
    <message>
        <source>As &amp;JSON…</source>
        <translation>JSON…(&amp;J)</translation>
    </message>
    <message>
        <source>For &amp;CI servers (JUnit)…</source>
        <translation>用于 CI 服务器 (JUnit)…(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Acceptance sheet…</source>
        <translation>验收单…(&amp;A)</translation>
    </message>
    <message>
        <source>All time</source>
        <translation>全部时间</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>最近 7 天</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>最近 30 天</translation>
    </message>
    <message>
        <source>Last 365 days</source>
        <translation>最近 365 天</translation>
    </message>
    <message>
        <source>Between two dates</source>
        <translation>两个日期之间</translation>
    </message>
    <message>
        <source>Time of the campaigns</source>
        <translation>任务的时间</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>起始日期</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>结束日期</translation>
    </message>
    <message>
        <source>Campaigns</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Boards</source>
        <translation>板子</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>Images that were sent to boards</source>
        <translation>发送给板子的镜像</translation>
    </message>
    <message>
        <source>Nothing has been updated yet</source>
        <translation>还没有更新过任何板子</translation>
    </message>
    <message>
        <source>Every campaign is recorded here: what was done to which board, when, and how it ended.</source>
        <translation>每个任务都记录在这里：对哪块板子做了什么、何时做的、结果如何。</translation>
    </message>
    <message>
        <source>&amp;Go to the bench</source>
        <translation>前往工作台(&amp;G)</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::HistoryTables</name>
    <message>
        <source>Started</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Boards</source>
        <translation>板子</translation>
    </message>
    <message>
        <source>Operator</source>
        <extracomment>who ran a campaign</extracomment>
        <translation>操作员</translation>
    </message>
    <message>
        <source>Station</source>
        <extracomment>the computer that ran a campaign</extracomment>
        <translation>工作站</translation>
    </message>
    <message>
        <source>Board</source>
        <translation>板子</translation>
    </message>
    <message>
        <source>MAC address</source>
        <translation>MAC 地址</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Attempts</source>
        <extracomment>how often an update was tried</extracomment>
        <translation>尝试次数</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>At</source>
        <translation>时刻</translation>
    </message>
    <message>
        <source>Phase</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Attempt</source>
        <translation>尝试</translation>
    </message>
    <message>
        <source>Loaded</source>
        <translation>已下载</translation>
    </message>
    <message>
        <source>Chip</source>
        <translation>芯片</translation>
    </message>
    <message>
        <source>Runs</source>
        <extracomment>heading above the image that a board runs now</extracomment>
        <translation>当前版本</translation>
    </message>
    <message>
        <source>Last result</source>
        <translation>最近结果</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>最近出现</translation>
    </message>
    <message>
        <source>Slot</source>
        <translation>槽位</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Campaigns</source>
        <extracomment>how many campaigns sent this image</extracomment>
        <translation>任务</translation>
    </message>
    <message>
        <source>Updated</source>
        <translation>已更新</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>未通过</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>最近使用</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ImageDetails</name>
    <message>
        <source>&amp;Update boards with this…</source>
        <translation>用此镜像更新板子(&amp;U)…</translation>
    </message>
    <message>
        <source>Co&amp;mpare…</source>
        <extracomment>with another image</extracomment>
        <translation>比较(&amp;M)…</translation>
    </message>
    <message>
        <source>&amp;Verify signature…</source>
        <translation>验证签名(&amp;V)…</translation>
    </message>
    <message>
        <source>Si&amp;gn…</source>
        <translation>签名(&amp;G)…</translation>
    </message>
    <message>
        <source>&amp;Decrypt…</source>
        <translation>解密(&amp;D)…</translation>
    </message>
    <message>
        <source>&amp;Encrypt…</source>
        <translation>加密(&amp;E)…</translation>
    </message>
    <message>
        <source>Save a co&amp;py…</source>
        <translation>保存副本(&amp;P)…</translation>
    </message>
    <message>
        <source>&amp;Remove…</source>
        <translation>移除(&amp;R)…</translation>
    </message>
    <message>
        <source>In use</source>
        <extracomment>heading: where an image is in use</extracomment>
        <translation>使用情况</translation>
    </message>
    <message>
        <source>Boards</source>
        <translation>板子</translation>
    </message>
    <message>
        <source>No board of the bench runs this image.</source>
        <translation>工作台上没有板子运行此镜像。</translation>
    </message>
    <message numerus="yes">
        <source>%n board(s) run it: %1</source>
        <translation>
            <numerusform>%n 块板子正在运行它：%1</numerusform>
        </translation>
    </message>
    <message>
        <source>Campaigns</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>No campaign of the history used it.</source>
        <translation>历史记录中没有任务用过它。</translation>
    </message>
    <message>
        <source>no. %1, %2</source>
        <extracomment>a campaign: %1 its number, %2 when it started</extracomment>
        <translation>第 %1 号，%2</translation>
    </message>
    <message numerus="yes">
        <source>and %n earlier one(s)</source>
        <translation>
            <numerusform>以及更早的 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Description</source>
        <translation>描述</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Chip</source>
        <translation>芯片</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Built</source>
        <translation>构建时间</translation>
    </message>
    <message>
        <source>Secure version</source>
        <translation>安全版本</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>%1 (%2 bytes)</source>
        <translation>%1（%2 字节）</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>加密</translation>
    </message>
    <message>
        <source>Pre-encrypted: only boards with the key can read it</source>
        <translation>预加密：只有持有密钥的板子能读取</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>加入时间</translation>
    </message>
    <message>
        <source>Digests</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>SHA-256 of the file</source>
        <translation>文件的 SHA-256</translation>
    </message>
    <message>
        <source>Appended SHA-256</source>
        <translation>附加的 SHA-256</translation>
    </message>
    <message>
        <source>SHA-256 of the ELF</source>
        <translation>ELF 的 SHA-256</translation>
    </message>
    <message>
        <source>All zero: it does not tell this build from another</source>
        <translation>全为零：无法区分不同的构建</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Signatures</source>
        <translation>签名</translation>
    </message>
    <message>
        <source>Not signed: boards that insist on signatures refuse it.</source>
        <translation>未签名：要求签名的板子会拒绝它。</translation>
    </message>
    <message>
        <source>Digests of the keys, by which boards trust them:</source>
        <translation>密钥的摘要，板子据此信任它们：</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>a signature block: %1 its number, %2 the kind of key; the key&apos;s digest follows</extracomment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Header</source>
        <extracomment>heading: the first bytes of an image</extracomment>
        <translation>文件头</translation>
    </message>
    <message>
        <source>Flash</source>
        <translation>闪存</translation>
    </message>
    <message>
        <source>Entry address</source>
        <translation>入口地址</translation>
    </message>
    <message>
        <source>Chip revisions</source>
        <translation>芯片版本</translation>
    </message>
    <message>
        <source>eFuse revisions</source>
        <translation>eFuse 版本</translation>
    </message>
    <message>
        <source>Segments</source>
        <translation>段</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <extracomment>a segment of an image: %1 its size, %2 an address</extracomment>
        <translation>%1：%2 时</translation>
    </message>
    <message>
        <source>Partitions</source>
        <translation>分区</translation>
    </message>
    <message>
        <source>Close the details (Esc)</source>
        <translation>关闭详情 (Esc)</translation>
    </message>
    <message>
        <source>Close the details</source>
        <translation>关闭详情</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Label</source>
        <translation>标签(&amp;L)</translation>
    </message>
    <message>
        <source>No&amp;te</source>
        <translation>备注(&amp;T)</translation>
    </message>
    <message>
        <source>What others should know of this image</source>
        <translation>关于此镜像，其他人应当知道的事</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ImageModel</name>
    <message>
        <source>Name</source>
        <extracomment>a column of images: what the user calls it</extracomment>
        <translation>名称</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Label</source>
        <extracomment>a column of images: golden, candidate, bad</extracomment>
        <translation>标签</translation>
    </message>
    <message>
        <source>Kind</source>
        <extracomment>a column of images: application, bootloader, …</extracomment>
        <translation>类型</translation>
    </message>
    <message>
        <source>Chip</source>
        <translation>芯片</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Added</source>
        <extracomment>a column of images: when it came into the catalogue</extracomment>
        <translation>加入时间</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ImageStore</name>
    <message>
        <source>Reading the catalogue…</source>
        <translation>正在读取镜像库…</translation>
    </message>
    <message>
        <source>Adding %1…</source>
        <translation>正在添加 %1…</translation>
    </message>
    <message>
        <source>Writing the notes…</source>
        <translation>正在写入备注…</translation>
    </message>
    <message>
        <source>Removing the image…</source>
        <translation>正在移除镜像…</translation>
    </message>
    <message>
        <source>Writing %1…</source>
        <translation>正在写入 %1…</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ImageText</name>
    <message>
        <source>Golden</source>
        <extracomment>label of an image: the one to go back to</extracomment>
        <translation>基准</translation>
    </message>
    <message>
        <source>Candidate</source>
        <extracomment>label of an image: on trial</extracomment>
        <translation>候选</translation>
    </message>
    <message>
        <source>Bad</source>
        <extracomment>label of an image: not to be installed again</extracomment>
        <translation>不良</translation>
    </message>
    <message>
        <source>No label</source>
        <extracomment>an image without a label</extracomment>
        <translation>无标签</translation>
    </message>
    <message>
        <source>Passed</source>
        <extracomment>verdict of a check</extracomment>
        <translation>通过</translation>
    </message>
    <message>
        <source>Failed</source>
        <extracomment>verdict of a check</extracomment>
        <translation>未通过</translation>
    </message>
    <message>
        <source>Copy damaged</source>
        <extracomment>of an image whose copy the disk has changed</extracomment>
        <translation>副本已损坏</translation>
    </message>
    <message>
        <source>Faulty</source>
        <extracomment>of an image: a check has failed</extracomment>
        <translation>有缺陷</translation>
    </message>
    <message>
        <source>Good</source>
        <extracomment>of an image: every check passed, and boards can be updated with it</extracomment>
        <translation>正常</translation>
    </message>
    <message>
        <source>Not for updates</source>
        <extracomment>of a bootloader, partition table or merged image: boards do not take it over the air</extracomment>
        <translation>不能用于更新</translation>
    </message>
    <message>
        <source>The bytes of this copy are no longer those that were added: the disk has changed them. Add the file again from where it came.</source>
        <translation>此副本的内容已与加入时不同：磁盘改动了它。请从原处重新添加该文件。</translation>
    </message>
    <message>
        <source>This is a bootloader: boards do not take it over the air. To update boards, add the application beside it, build/&lt;project&gt;.bin.</source>
        <translation>这是引导程序：板子不会通过无线方式接收它。要更新板子，请添加它旁边的应用程序 build/&lt;project&gt;.bin。</translation>
    </message>
    <message>
        <source>This is a partition table: it is written over the cable. To update boards, add the application, build/&lt;project&gt;.bin.</source>
        <translation>这是分区表：它须通过线缆写入。要更新板子，请添加应用程序 build/&lt;project&gt;.bin。</translation>
    </message>
    <message>
        <source>This is a merged image of the whole flash, for writing over the cable at address 0. To update boards, add the application alone, build/&lt;project&gt;.bin.</source>
        <translation>这是整个闪存的合并镜像，须通过线缆写到地址 0。要更新板子，请只添加应用程序 build/&lt;project&gt;.bin。</translation>
    </message>
    <message>
        <source>Only boards with the matching key can read this image; what is in it is not seen here.</source>
        <translation>只有持有相应密钥的板子能读取此镜像；这里看不到其内容。</translation>
    </message>
    <message>
        <source>Application</source>
        <extracomment>kind of an image</extracomment>
        <translation>应用程序</translation>
    </message>
    <message>
        <source>Bootloader</source>
        <extracomment>kind of an image</extracomment>
        <translation>引导程序</translation>
    </message>
    <message>
        <source>Partition table</source>
        <extracomment>kind of an image</extracomment>
        <translation>分区表</translation>
    </message>
    <message>
        <source>Merged image</source>
        <extracomment>kind of an image: the whole flash in one file</extracomment>
        <translation>合并镜像</translation>
    </message>
    <message>
        <source>Pre-encrypted</source>
        <extracomment>kind of an image</extracomment>
        <translation>预加密</translation>
    </message>
    <message>
        <source>No image</source>
        <extracomment>kind of a file</extracomment>
        <translation>不是镜像</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>首字节</translation>
    </message>
    <message>
        <source>Header</source>
        <translation>文件头</translation>
    </message>
    <message>
        <source>Chip</source>
        <translation>芯片</translation>
    </message>
    <message>
        <source>Chip revisions</source>
        <translation>芯片版本</translation>
    </message>
    <message>
        <source>Segments</source>
        <translation>段</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>描述</translation>
    </message>
    <message>
        <source>Alignment in flash</source>
        <translation>闪存对齐</translation>
    </message>
    <message>
        <source>Checksum</source>
        <translation>校验和</translation>
    </message>
    <message>
        <source>Appended SHA-256</source>
        <translation>附加的 SHA-256</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>签名</translation>
    </message>
    <message>
        <source>Bytes behind the image</source>
        <translation>镜像之后的字节</translation>
    </message>
    <message>
        <source>MD5 of the table</source>
        <translation>分区表的 MD5</translation>
    </message>
    <message>
        <source>Layout of the flash</source>
        <translation>闪存布局</translation>
    </message>
    <message>
        <source>Entries of the table</source>
        <translation>分区表条目</translation>
    </message>
    <message>
        <source>Reserved bytes</source>
        <translation>保留字节</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <extracomment>revisions of a chip</extracomment>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>%1 and later</source>
        <extracomment>revisions of a chip, %1 is the smallest</extracomment>
        <translation>%1 及以后</translation>
    </message>
    <message>
        <source>RSA-3072: every chip but ESP32-C2 and ESP32-C61</source>
        <translation>RSA-3072：除 ESP32-C2 和 ESP32-C61 外的所有芯片</translation>
    </message>
    <message>
        <source>ECDSA P-256: newer chips, quick to verify</source>
        <translation>ECDSA P-256：较新的芯片，验证快</translation>
    </message>
    <message>
        <source>ECDSA P-384: ESP32-C5 and ESP32-P4</source>
        <translation>ECDSA P-384：ESP32-C5 和 ESP32-P4</translation>
    </message>
    <message>
        <source>RSA-3072: the private key is built into the firmware</source>
        <translation>RSA-3072：私钥编入固件</translation>
    </message>
    <message>
        <source>ECIES P-256: the key is burnt into an eFuse block</source>
        <translation>ECIES P-256：密钥烧入 eFuse 块</translation>
    </message>
    <message>
        <source>Segment %1</source>
        <translation>段 %1</translation>
    </message>
    <message>
        <source>Partition %1</source>
        <translation>分区 %1</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Valid</source>
        <extracomment>whether an image passes every check</extracomment>
        <translation>有效</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Secure version</source>
        <translation>安全版本</translation>
    </message>
    <message>
        <source>Built</source>
        <translation>构建时间</translation>
    </message>
    <message>
        <source>Smallest chip revision</source>
        <translation>最低芯片版本</translation>
    </message>
    <message>
        <source>Largest chip revision</source>
        <translation>最高芯片版本</translation>
    </message>
    <message>
        <source>Flash mode</source>
        <translation>闪存模式</translation>
    </message>
    <message>
        <source>Flash size</source>
        <translation>闪存大小</translation>
    </message>
    <message>
        <source>Signed by</source>
        <translation>签名者</translation>
    </message>
    <message>
        <source>Boards with anti-rollback that have confirmed %1 (secure version %2) cannot return to %3 (secure version %4).</source>
        <translation>启用防回滚的板子一旦确认 %1（安全版本 %2），就不能回到 %3（安全版本 %4）。</translation>
    </message>
    <message>
        <source>Boards with anti-rollback that have confirmed %1 (secure version %2) refuse %3 (secure version %4).</source>
        <translation>启用防回滚且已确认 %1（安全版本 %2）的板子会拒绝 %3（安全版本 %4）。</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ImageToolDialog</name>
    <message>
        <source>Verifying the signature…</source>
        <translation>正在验证签名…</translation>
    </message>
    <message>
        <source>No signature is by this key</source>
        <translation>没有由此密钥作出的签名</translation>
    </message>
    <message>
        <source>No signature</source>
        <translation>没有签名</translation>
    </message>
    <message>
        <source>Failed</source>
        <extracomment>verdict of a check</extracomment>
        <translation>未通过</translation>
    </message>
    <message>
        <source>Good, by this key</source>
        <translation>有效，由此密钥签名</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Signature %1, %2</source>
        <translation>签名 %1，%2</translation>
    </message>
    <message>
        <source>Digest of its key</source>
        <translation>其密钥的摘要</translation>
    </message>
    <message>
        <source>Whether boards trust these keys is decided by the digests burnt into them. Name a key to see whether it made one of the signatures.</source>
        <translation>板子是否信任这些密钥，取决于烧入其中的摘要。指定一个密钥，可查看是否有由它作出的签名。</translation>
    </message>
    <message>
        <source>Signing…</source>
        <translation>正在签名…</translation>
    </message>
    <message>
        <source>Encrypting…</source>
        <translation>正在加密…</translation>
    </message>
    <message>
        <source>Decrypting…</source>
        <translation>正在解密…</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>已写入</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>SHA-256 of the file</source>
        <translation>文件的 SHA-256</translation>
    </message>
    <message>
        <source>Digest of key %1</source>
        <translation>密钥 %1 的摘要</translation>
    </message>
    <message>
        <source>Keys (*.pem *.key *.bin);;All files (*)</source>
        <translation>密钥 (*.pem *.key *.bin);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Verify the signature of %1</source>
        <translation>验证 %1 的签名</translation>
    </message>
    <message>
        <source>Checks each signature block of the image, and whether one is by your key. Without a key any good signature counts.</source>
        <translation>检查镜像的每个签名块，以及其中是否有由你的密钥作出的。不指定密钥时，任何有效签名都算数。</translation>
    </message>
    <message>
        <source>&amp;Verify</source>
        <translation>验证(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Key (PEM)</source>
        <translation>密钥 (PEM)(&amp;K)</translation>
    </message>
    <message>
        <source>Optional: a public or private key</source>
        <translation>可选：公钥或私钥</translation>
    </message>
    <message>
        <source>Sign %1</source>
        <translation>为 %1 签名</translation>
    </message>
    <message>
        <source>Adds a Secure Boot v2 signature; an image takes up to three, all of one scheme. The key is read for this only and kept nowhere.</source>
        <translation>添加一个 Secure Boot v2 签名；一个镜像最多可有三个，且方案相同。密钥只为此读取，不会保存在任何地方。</translation>
    </message>
    <message>
        <source>&amp;Sign</source>
        <translation>签名(&amp;S)</translation>
    </message>
    <message>
        <source>Private &amp;key (PEM)</source>
        <translation>私钥 (PEM)(&amp;K)</translation>
    </message>
    <message>
        <source>Encrypt %1</source>
        <translation>加密 %1</translation>
    </message>
    <message>
        <source>Only boards with the private key can read the result. Encryption hides an image and proves nothing of who made it: sign it first.</source>
        <translation>只有持有私钥的板子能读取结果。加密只隐藏镜像，并不能证明由谁制作：请先签名。</translation>
    </message>
    <message>
        <source>&amp;Encrypt</source>
        <translation>加密(&amp;E)</translation>
    </message>
    <message>
        <source>Public &amp;key (PEM)</source>
        <translation>公钥 (PEM)(&amp;K)</translation>
    </message>
    <message>
        <source>Decrypt %1</source>
        <translation>解密 %1</translation>
    </message>
    <message>
        <source>Needs the boards&apos; own key: the private key in PEM, or the 32 bytes of the HMAC key. Nothing is written unless the image&apos;s tag is right.</source>
        <translation>需要板子自己的密钥：PEM 格式的私钥，或 HMAC 密钥的 32 字节。镜像的标签正确时才会写入。</translation>
    </message>
    <message>
        <source>&amp;Decrypt</source>
        <translation>解密(&amp;D)</translation>
    </message>
    <message>
        <source>Boards&apos; &amp;key</source>
        <translation>板子的密钥(&amp;K)</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Choose a key</source>
        <translation>选择密钥</translation>
    </message>
    <message>
        <source>Save &amp;as</source>
        <extracomment>the file that is written</extracomment>
        <translation>另存为(&amp;A)</translation>
    </message>
    <message>
        <source>File to write</source>
        <translation>要写入的文件</translation>
    </message>
    <message>
        <source>Save the image as</source>
        <translation>镜像另存为</translation>
    </message>
    <message>
        <source>ESP images (*.bin);;All files (*)</source>
        <translation>ESP 镜像 (*.bin);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Keep it in the ca&amp;talogue, too</source>
        <translation>同时保存到镜像库(&amp;T)</translation>
    </message>
    <message>
        <source>Mind: the %1 checks signatures of the scheme %2 only, and this one is %3. Boards that insist on a signature will refuse the image.</source>
        <translation>注意：%1 只能校验 %2 方案的签名，而此签名为 %3。要求签名的板子将拒绝该镜像。</translation>
    </message>
    <message>
        <source>Mind: the %1 looks at the first signature only. Boards that trust only the new key will refuse the image: sign the unsigned one with it.</source>
        <translation>注意：%1 只看第一个签名。仅信任新密钥的板子将拒绝该镜像：请用新密钥为未签名的镜像签名。</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ImagesPage</name>
    <message>
        <source>Images</source>
        <extracomment>the page of firmware images</extracomment>
        <translation>镜像</translation>
    </message>
    <message>
        <source>Add images</source>
        <translation>添加镜像</translation>
    </message>
    <message>
        <source>ESP images (*.bin);;All files (*)</source>
        <translation>ESP 镜像 (*.bin);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Add the application of a build folder</source>
        <translation>添加构建文件夹中的应用程序</translation>
    </message>
    <message>
        <source>Save a copy of the image</source>
        <translation>保存镜像副本</translation>
    </message>
    <message>
        <source>Remove an image</source>
        <translation>移除镜像</translation>
    </message>
    <message>
        <source>Remove “%1” from the catalogue?</source>
        <translation>要从镜像库中移除“%1”吗？</translation>
    </message>
    <message>
        <source>Its copy is deleted for good. The file it came from stays where it is.</source>
        <translation>其副本将被永久删除。原来的文件保持不变。</translation>
    </message>
    <message numerus="yes">
        <source>%n board(s) still run it: %1. This copy is what they are brought back to after a failed update; without it they cannot return.</source>
        <translation>
            <numerusform>仍有 %n 块板子在运行它：%1。更新失败后要靠此副本恢复；没有它就无法返回。</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Remove the image</source>
        <translation>移除镜像(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Keep it</source>
        <translation>保留(&amp;K)</translation>
    </message>
    <message>
        <source>Re&amp;name</source>
        <translation>重命名(&amp;N)</translation>
    </message>
    <message numerus="yes">
        <source>%n image(s)</source>
        <translation>
            <numerusform>%n 个镜像</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n image(s)</source>
        <translation>
            <numerusform>%n 个镜像中的 %1 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Filter images</source>
        <translation>筛选镜像</translation>
    </message>
    <message>
        <source>T&amp;ools</source>
        <extracomment>a menu of rarer acts</extracomment>
        <translation>工具(&amp;O)</translation>
    </message>
    <message>
        <source>Make a &amp;key…</source>
        <translation>生成密钥(&amp;K)…</translation>
    </message>
    <message>
        <source>Make a test &amp;image…</source>
        <translation>制作测试镜像(&amp;I)…</translation>
    </message>
    <message>
        <source>&amp;Read the catalogue again</source>
        <translation>重新读取镜像库(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation>添加(&amp;A)</translation>
    </message>
    <message>
        <source>Image &amp;files…</source>
        <translation>镜像文件(&amp;F)…</translation>
    </message>
    <message>
        <source>&amp;Build folder…</source>
        <translation>构建文件夹(&amp;B)…</translation>
    </message>
    <message>
        <source>&amp;Update boards with this…</source>
        <translation>用此镜像更新板子(&amp;U)…</translation>
    </message>
    <message>
        <source>No images yet</source>
        <translation>还没有镜像</translation>
    </message>
    <message>
        <source>Drop an application&apos;s .bin here, or the build folder of an ESP-IDF project. Every update keeps a copy of its image, so that boards can always be brought back to it.</source>
        <translation>把应用程序的 .bin 或 ESP-IDF 项目的 build 文件夹拖到这里。每次更新都会保留其镜像的副本，板子随时可以恢复到它。</translation>
    </message>
    <message>
        <source>Add an i&amp;mage…</source>
        <translation>添加镜像(&amp;M)…</translation>
    </message>
    <message>
        <source>Make a &amp;test image…</source>
        <translation>制作测试镜像(&amp;T)…</translation>
    </message>
    <message>
        <source>No image matches the filter</source>
        <translation>没有符合筛选条件的镜像</translation>
    </message>
    <message>
        <source>The filter looks into every column of the table.</source>
        <translation>筛选会查找表格的每一列。</translation>
    </message>
    <message>
        <source>&amp;Clear the filter</source>
        <translation>清除筛选(&amp;C)</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ImportCaDialog</name>
    <message>
        <source>Importing the CA…</source>
        <translation>正在导入 CA…</translation>
    </message>
    <message>
        <source>The CA is the lab&apos;s now</source>
        <translation>该 CA 现已属于实验室</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>已导入</translation>
    </message>
    <message>
        <source>The server&apos;s certificate is issued by it from its next start on.</source>
        <translation>服务器证书从下次启动起由它签发。</translation>
    </message>
    <message>
        <source>Import a CA</source>
        <translation>导入 CA</translation>
    </message>
    <message>
        <source>Replaces the CA of this lab: boards that trust the present one only refuse the server afterwards. To change CAs without that, begin a rotation instead.</source>
        <translation>替换此实验室的 CA：只信任现有 CA 的板子此后会拒绝服务器。若要避免，请改用轮换。</translation>
    </message>
    <message>
        <source>Takes over a CA that exists: its certificate and its private key, or a PKCS#12 file with both. The files stay as they are.</source>
        <translation>接管现有的 CA：证书和私钥，或同时含有两者的 PKCS#12 文件。原文件保持不变。</translation>
    </message>
    <message>
        <source>C&amp;ertificate</source>
        <translation>证书(&amp;E)</translation>
    </message>
    <message>
        <source>Certificate of the CA</source>
        <translation>CA 的证书</translation>
    </message>
    <message>
        <source>Choose a certificate</source>
        <translation>选择证书</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer *.der *.p7b *.p12 *.pfx);;All files (*)</source>
        <translation>证书 (*.pem *.crt *.cer *.der *.p7b *.p12 *.pfx);;所有文件 (*)</translation>
    </message>
    <message>
        <source>PEM, DER, PKCS#7 or PKCS#12</source>
        <translation>PEM、DER、PKCS#7 或 PKCS#12</translation>
    </message>
    <message>
        <source>Private &amp;key</source>
        <translation>私钥(&amp;K)</translation>
    </message>
    <message>
        <source>Private key of the CA</source>
        <translation>CA 的私钥</translation>
    </message>
    <message>
        <source>Choose a key</source>
        <translation>选择密钥</translation>
    </message>
    <message>
        <source>Keys (*.pem *.key *.der);;All files (*)</source>
        <translation>密钥 (*.pem *.key *.der);;所有文件 (*)</translation>
    </message>
    <message>
        <source>PEM or DER; not for PKCS#12</source>
        <translation>PEM 或 DER；PKCS#12 不需要</translation>
    </message>
    <message>
        <source>&amp;Passphrase of the file</source>
        <translation>文件的口令(&amp;P)</translation>
    </message>
    <message>
        <source>Protect it &amp;here with</source>
        <translation>在此用口令保护(&amp;H)</translation>
    </message>
    <message>
        <source>Optional: a new passphrase, 8 characters or more</source>
        <translation>可选：新口令，至少 8 个字符</translation>
    </message>
    <message>
        <source>&amp;Import</source>
        <translation>导入(&amp;I)</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::InterruptedBanner</name>
    <message>
        <source>Give the campaign up</source>
        <translation>放弃任务</translation>
    </message>
    <message numerus="yes">
        <source>End the campaign without updating the %n board(s) that had not finished?</source>
        <translation>
            <numerusform>结束任务，不再更新尚未完成的 %n 块板子吗？</numerusform>
        </translation>
    </message>
    <message>
        <source>The history will show them as cancelled. Boards are not touched; they can be updated again later.</source>
        <translation>历史记录中它们将显示为已取消。不会触动板子；以后可以再次更新。</translation>
    </message>
    <message>
        <source>&amp;Give it up</source>
        <translation>放弃(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Keep it</source>
        <translation>保留(&amp;K)</translation>
    </message>
    <message>
        <source>Interrupted campaign</source>
        <translation>被中断的任务</translation>
    </message>
    <message>
        <source>&amp;Take it up</source>
        <translation>继续进行(&amp;T)</translation>
    </message>
    <message>
        <source>Ask the boards what they run, and go on with those that need it</source>
        <translation>询问板子正在运行什么，并继续更新需要更新的板子</translation>
    </message>
    <message>
        <source>Gi&amp;ve it up…</source>
        <translation>放弃(&amp;V)…</translation>
    </message>
    <message>
        <source>End it in the history, without touching a board</source>
        <translation>在历史记录中结束它，不触动任何板子</translation>
    </message>
    <message>
        <source>The update to %1 %2 of %3 was interrupted</source>
        <extracomment>%1 is a project, %2 its version, %3 a date and time</extracomment>
        <translation>%3 开始的更新到 %1 %2 的活动被中断</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n board(s) had finished.</source>
        <translation>
            <numerusform>%n 块板子中 %1 块已完成。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n older campaign(s) were interrupted too.</source>
        <translation>
            <numerusform>另有 %n 个较早的任务也被中断。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>otabench::widgets::LimitsPanel</name>
    <message>
        <source>Changes hold at once, for transfers that are under way, too. A board beyond the number of transfers is told to come again (503) and does so by itself.</source>
        <translation>更改立即生效，对进行中的传输也一样。超出传输数的板子会被告知稍后再来(503)，并会自行重试。</translation>
    </message>
    <message>
        <source>&amp;All boards together</source>
        <translation>所有板子合计(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Each board</source>
        <translation>每块板子(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Transfers at once</source>
        <translation>同时传输数(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Come again after</source>
        <translation>再来间隔(&amp;C)</translation>
    </message>
    <message>
        <source>S&amp;pread starts over</source>
        <translation>错开开始时间(&amp;P)</translation>
    </message>
    <message>
        <source> kB/s</source>
        <extracomment>kilobytes a second, behind a number</extracomment>
        <translation> kB/s</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>不限</translation>
    </message>
    <message>
        <source> s</source>
        <extracomment>seconds, behind a number</extracomment>
        <translation> 秒</translation>
    </message>
    <message>
        <source> ms</source>
        <extracomment>milliseconds, behind a number</extracomment>
        <translation> 毫秒</translation>
    </message>
    <message>
        <source>Not at all</source>
        <extracomment>boards that are triggered together begin together</extracomment>
        <translation>不错开</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::LiveView</name>
    <message>
        <source>Boards of the campaign, with the times of their phases</source>
        <translation>本次任务的板子及其各阶段时间</translation>
    </message>
    <message>
        <source>No board of the campaign matches</source>
        <translation>本次任务中没有匹配的板子</translation>
    </message>
    <message>
        <source>Show all boards</source>
        <translation>显示所有板子</translation>
    </message>
    <message>
        <source>Throughput</source>
        <translation>吞吐量</translation>
    </message>
    <message>
        <source>Causes of failures</source>
        <translation>失败原因</translation>
    </message>
    <message>
        <source>No board has failed.</source>
        <translation>没有板子失败。</translation>
    </message>
    <message>
        <source>Causes of failures; choose one to see its boards</source>
        <translation>失败原因；选择一项可查看相关板子</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::LogArea</name>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation>全选(&amp;A)</translation>
    </message>
    <message>
        <source>Copy &amp;without times</source>
        <translation>复制（不含时间）(&amp;W)</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::LogMarksModel</name>
    <message>
        <source>Update begins</source>
        <extracomment>a bookmark in a log</extracomment>
        <translation>更新开始</translation>
    </message>
    <message>
        <source>First error</source>
        <extracomment>a bookmark in a log</extracomment>
        <translation>首个错误</translation>
    </message>
    <message>
        <source>Restart</source>
        <extracomment>a bookmark in a log</extracomment>
        <translation>重启</translation>
    </message>
    <message>
        <source>Crash</source>
        <extracomment>a bookmark in a log</extracomment>
        <translation>崩溃</translation>
    </message>
    <message>
        <source>Lines lost</source>
        <extracomment>a bookmark in a log: lines are missing here</extracomment>
        <translation>日志丢失</translation>
    </message>
    <message>
        <source>Bookmark</source>
        <extracomment>one that the user has set in a log</extracomment>
        <translation>书签</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::LogModel</name>
    <message numerus="yes">
        <source>… %n line(s) skipped</source>
        <translation>
            <numerusform>… 已跳过 %n 行</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>otabench::widgets::LogSearchBar</name>
    <message>
        <source>No hits</source>
        <translation>没有匹配</translation>
    </message>
    <message numerus="yes">
        <source>%n hit(s)</source>
        <translation>
            <numerusform>%n 处匹配</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <extracomment>%1 is the number of the hit that is shown, %2 how many there are</extracomment>
        <translation>%2 中的 %1</translation>
    </message>
    <message>
        <source>Upper and lower case count</source>
        <translation>区分大小写</translation>
    </message>
    <message>
        <source>Search for a regular expression</source>
        <translation>按正则表达式搜索</translation>
    </message>
    <message>
        <source>Previous hit (Shift+F3)</source>
        <translation>上一处匹配 (Shift+F3)</translation>
    </message>
    <message>
        <source>Next hit (F3)</source>
        <translation>下一处匹配 (F3)</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::LogSidePanel</name>
    <message>
        <source>Bookmarks</source>
        <translation>书签</translation>
    </message>
    <message>
        <source>Explanation</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Close the side panel (Esc)</source>
        <translation>关闭侧栏 (Esc)</translation>
    </message>
    <message>
        <source>Close the side panel</source>
        <translation>关闭侧栏</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::LogView</name>
    <message>
        <source>All levels</source>
        <extracomment>log lines of every level</extracomment>
        <translation>所有级别</translation>
    </message>
    <message>
        <source>Debug and above</source>
        <translation>调试及以上</translation>
    </message>
    <message>
        <source>Info and above</source>
        <translation>信息及以上</translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation>警告和错误</translation>
    </message>
    <message>
        <source>Errors only</source>
        <translation>仅错误</translation>
    </message>
    <message>
        <source>Least level shown</source>
        <translation>显示的最低级别</translation>
    </message>
    <message>
        <source>Filter lines</source>
        <translation>筛选日志行</translation>
    </message>
    <message>
        <source>Show only lines that contain</source>
        <translation>仅显示包含以下内容的行</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::LogsPage</name>
    <message>
        <source>Logs</source>
        <translation>日志</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n 行</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 lines</source>
        <extracomment>%1 lines of a log of %2 pass the filter</extracomment>
        <translation>%1 / %2 行</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) have come since.</source>
        <translation>
            <numerusform>此后又有 %n 行日志。</numerusform>
        </translation>
    </message>
    <message>
        <source>No lines have come since.</source>
        <translation>此后没有新日志。</translation>
    </message>
    <message>
        <source>The saved log “%1”.</source>
        <translation>已保存的日志“%1”。</translation>
    </message>
    <message>
        <source>Older lines from the disk.</source>
        <translation>来自磁盘的较早日志。</translation>
    </message>
    <message>
        <source>Lines before these are on disk.</source>
        <translation>更早的日志在磁盘上。</translation>
    </message>
    <message>
        <source>Writing the lines…</source>
        <translation>正在写入日志…</translation>
    </message>
    <message>
        <source>Reading the saved lines…</source>
        <translation>正在读取已保存的日志…</translation>
    </message>
    <message>
        <source>Looking through the lines…</source>
        <translation>正在查找日志…</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) were written to “%1”.</source>
        <translation>
            <numerusform>已将 %n 行写入“%1”。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) are selected: choose fewer, or export them to a file.</source>
        <translation>
            <numerusform>选择了 %n 行：请减少选择，或导出到文件。</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Explain this line</source>
        <translation>解释这一行(&amp;E)</translation>
    </message>
    <message>
        <source>Remove the &amp;bookmark</source>
        <translation>移除书签(&amp;B)</translation>
    </message>
    <message>
        <source>Set a &amp;bookmark</source>
        <translation>设置书签(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Only %1</source>
        <translation>仅 %1(&amp;O)</translation>
    </message>
    <message>
        <source>Only the &amp;tag %1</source>
        <translation>仅标签 %1(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Hide the tag %1</source>
        <translation>隐藏标签 %1(&amp;H)</translation>
    </message>
    <message>
        <source>Open a saved log</source>
        <translation>打开已保存的日志</translation>
    </message>
    <message>
        <source>Logs (*.log *.txt)</source>
        <translation>日志 (*.log *.txt)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Export the lines that are shown</source>
        <translation>导出显示的日志</translation>
    </message>
    <message>
        <source>Text (*.log)</source>
        <translation>文本 (*.log)</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>JSON lines (*.json)</source>
        <translation>JSON 行 (*.json)</translation>
    </message>
    <message>
        <source>The firmware&apos;s .elf file</source>
        <translation>固件的 .elf 文件</translation>
    </message>
    <message>
        <source>Programs (*.elf)</source>
        <translation>程序 (*.elf)</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search the lines (Ctrl+F); F3 and Shift+F3 go from hit to hit</source>
        <translation>搜索日志 (Ctrl+F)；F3 和 Shift+F3 在匹配处之间跳转</translation>
    </message>
    <message>
        <source>Search the lines</source>
        <translation>搜索日志</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>打开…(&amp;O)</translation>
    </message>
    <message>
        <source>Read a saved log (Ctrl+O)</source>
        <translation>读取已保存的日志 (Ctrl+O)</translation>
    </message>
    <message>
        <source>E&amp;xport…</source>
        <translation>导出…(&amp;X)</translation>
    </message>
    <message>
        <source>Write the lines that are shown to a file (Ctrl+S)</source>
        <translation>将显示的日志写入文件 (Ctrl+S)</translation>
    </message>
    <message>
        <source>Boo&amp;kmarks</source>
        <translation>书签(&amp;K)</translation>
    </message>
    <message>
        <source>Bookmarks and explanations; F2 and Shift+F2 go from one bookmark to the next, Ctrl+B sets one</source>
        <translation>书签和说明；F2 和 Shift+F2 在书签间跳转，Ctrl+B 设置书签</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>暂停(&amp;P)</translation>
    </message>
    <message>
        <source>Hold the lines still; those that come are kept</source>
        <translation>让日志停住；新日志会保留</translation>
    </message>
    <message>
        <source>All levels</source>
        <extracomment>log lines of every level</extracomment>
        <translation>所有级别</translation>
    </message>
    <message>
        <source>Debug and above</source>
        <translation>调试及以上</translation>
    </message>
    <message>
        <source>Info and above</source>
        <translation>信息及以上</translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation>警告和错误</translation>
    </message>
    <message>
        <source>Errors only</source>
        <translation>仅错误</translation>
    </message>
    <message>
        <source>Least level shown</source>
        <translation>显示的最低级别</translation>
    </message>
    <message>
        <source>Filter: level:warning tag:wifi not board:ttyUSB0 since:10m /regular expression/ &quot;text&quot;</source>
        <translation>筛选：level:warning tag:wifi not board:ttyUSB0 since:10m /正则表达式/ &quot;文本&quot;</translation>
    </message>
    <message>
        <source>Terms joined by and, or, not and parentheses; Ctrl+Space shows what can stand here (Ctrl+L)</source>
        <translation>条件可用 and、or、not 和括号组合；Ctrl+空格显示可用内容 (Ctrl+L)</translation>
    </message>
    <message>
        <source>Filter expression</source>
        <translation>筛选表达式</translation>
    </message>
    <message>
        <source>Ol&amp;der lines</source>
        <translation>较早的日志(&amp;D)</translation>
    </message>
    <message>
        <source>Back to li&amp;ve</source>
        <translation>回到最新(&amp;V)</translation>
    </message>
    <message>
        <source>No log lines yet</source>
        <translation>还没有日志</translation>
    </message>
    <message>
        <source>What boards print appears here at once, and stays on disk. A log that was saved elsewhere can be opened or dropped here.</source>
        <translation>板子输出的内容会立即显示在这里，并保存在磁盘上。也可以打开或拖入在别处保存的日志。</translation>
    </message>
    <message>
        <source>Open a &amp;log file…</source>
        <translation>打开日志文件…(&amp;L)</translation>
    </message>
    <message>
        <source>No line passes the filter</source>
        <translation>没有符合筛选条件的日志</translation>
    </message>
    <message>
        <source>Lines that come and pass it appear here at once.</source>
        <translation>符合条件的新日志会立即显示在这里。</translation>
    </message>
    <message>
        <source>&amp;Clear the filter</source>
        <translation>清除筛选(&amp;C)</translation>
    </message>
    <message>
        <source>Log of all boards</source>
        <translation>所有板子的日志</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::MakeImageDialog</name>
    <message>
        <source>Making the image…</source>
        <translation>正在制作镜像…</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>已写入</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>SHA-256 of the file</source>
        <translation>文件的 SHA-256</translation>
    </message>
    <message>
        <source>Make a test image</source>
        <translation>制作测试镜像</translation>
    </message>
    <message>
        <source>A valid image whose code is noise: virtual boards run it, and it tries a bench&apos;s download, verification and rollback. Do not give it to real boards: its code does nothing.</source>
        <translation>一个有效但代码为噪声的镜像：虚拟板子可以运行它，用来试验工作台的下载、校验和回滚。不要用于真实的板子：它的代码什么也不做。</translation>
    </message>
    <message>
        <source>C&amp;hip</source>
        <translation>芯片(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Project</source>
        <translation>项目(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Version</source>
        <translation>版本(&amp;V)</translation>
    </message>
    <message>
        <source>Si&amp;ze</source>
        <translation>大小(&amp;Z)</translation>
    </message>
    <message>
        <source> KB</source>
        <extracomment>kilobytes of 1024 bytes, behind a number</extracomment>
        <translation> KB</translation>
    </message>
    <message>
        <source>Secure vers&amp;ion</source>
        <translation>安全版本(&amp;I)</translation>
    </message>
    <message>
        <source>Save &amp;as</source>
        <translation>另存为(&amp;A)</translation>
    </message>
    <message>
        <source>File to write</source>
        <translation>要写入的文件</translation>
    </message>
    <message>
        <source>Save the image as</source>
        <translation>镜像另存为</translation>
    </message>
    <message>
        <source>ESP images (*.bin);;All files (*)</source>
        <translation>ESP 镜像 (*.bin);;所有文件 (*)</translation>
    </message>
    <message>
        <source>&amp;Make the image</source>
        <translation>制作镜像(&amp;M)</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::MakeKeyDialog</name>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Making the key…</source>
        <translation>正在生成密钥…</translation>
    </message>
    <message>
        <source>Keep secret</source>
        <extracomment>a private key&apos;s file</extracomment>
        <translation>须保密</translation>
    </message>
    <message>
        <source>May be given away</source>
        <extracomment>a public key&apos;s file</extracomment>
        <translation>可以公开</translation>
    </message>
    <message>
        <source>Private key, to sign with</source>
        <translation>私钥，用于签名</translation>
    </message>
    <message>
        <source>Public key, to verify with</source>
        <translation>公钥，用于验证</translation>
    </message>
    <message>
        <source>Digest, by which boards trust it</source>
        <translation>摘要，板子据此信任它</translation>
    </message>
    <message>
        <source>Key for the boards</source>
        <translation>给板子的密钥</translation>
    </message>
    <message>
        <source>Public key, to encrypt with</source>
        <translation>公钥，用于加密</translation>
    </message>
    <message>
        <source>Make a key</source>
        <translation>生成密钥</translation>
    </message>
    <message>
        <source>Makes a private and a public key in a folder. The private one can be read by you alone; keep a copy where it cannot be lost: boards that trust it take updates of no other key.</source>
        <translation>在文件夹中生成私钥和公钥。私钥只有你能读取；请把副本保存在不会丢失的地方：信任它的板子不接受其他密钥的更新。</translation>
    </message>
    <message>
        <source>&amp;For</source>
        <translation>用途(&amp;F)</translation>
    </message>
    <message>
        <source>Signing images (Secure Boot v2)</source>
        <extracomment>what a key is for</extracomment>
        <translation>镜像签名（Secure Boot v2）</translation>
    </message>
    <message>
        <source>Encrypting images on their way</source>
        <extracomment>what a key is for</extracomment>
        <translation>传输途中加密镜像</translation>
    </message>
    <message>
        <source>&amp;Kind</source>
        <translation>类型(&amp;K)</translation>
    </message>
    <message>
        <source>In f&amp;older</source>
        <translation>文件夹(&amp;O)</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Choose a folder for the key files</source>
        <translation>选择存放密钥文件的文件夹</translation>
    </message>
    <message>
        <source>&amp;Make the key</source>
        <translation>生成密钥(&amp;M)</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::OriginField</name>
    <message>
        <source>Looking at %1…</source>
        <extracomment>%1 is a URL</extracomment>
        <translation>正在查看 %1…</translation>
    </message>
    <message>
        <source>URL of the image on another server</source>
        <translation>其他服务器上镜像的 URL</translation>
    </message>
    <message>
        <source>Loo&amp;k there</source>
        <extracomment>a button: looks at the image at a URL</extracomment>
        <translation>查看(&amp;K)</translation>
    </message>
    <message>
        <source>The image is there. Boards are given the CA they need for it.</source>
        <translation>镜像在那里。板子会得到所需的 CA。</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::PassphraseDialog</name>
    <message>
        <source>Opening the key…</source>
        <translation>正在打开密钥…</translation>
    </message>
    <message>
        <source>Passphrase of the lab CA</source>
        <translation>实验室 CA 的口令</translation>
    </message>
    <message>
        <source>The server needs another certificate, and the lab CA&apos;s key that signs it is protected. The passphrase stays in memory and is written nowhere.</source>
        <translation>服务器需要新的证书，而签发它的实验室 CA 密钥受口令保护。口令只留在内存中，不会写入任何地方。</translation>
    </message>
    <message>
        <source>&amp;Passphrase</source>
        <translation>口令(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Remember it until otabench is closed</source>
        <translation>在 otabench 关闭前记住(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>继续(&amp;G)</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::PhaseGroupBar</name>
    <message>
        <source>All %1</source>
        <extracomment>all boards; %1: how many</extracomment>
        <translation>全部 %1</translation>
    </message>
    <message>
        <source>Need attention %1</source>
        <extracomment>boards that failed, were rolled back, are not proved, or have trouble; %1: how many</extracomment>
        <translation>需要处理 %1</translation>
    </message>
    <message>
        <source>Busy %1</source>
        <extracomment>boards that are being updated or wait for it; %1: how many</extracomment>
        <translation>进行中 %1</translation>
    </message>
    <message>
        <source>Good %1</source>
        <extracomment>boards that are updated; %1: how many</extracomment>
        <translation>已完成 %1</translation>
    </message>
    <message>
        <source>Which boards are shown</source>
        <translation>显示哪些板子</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::PhaseText</name>
    <message>
        <source>Queued</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>Preparing</source>
        <translation>准备中</translation>
    </message>
    <message>
        <source>Triggered</source>
        <translation>已触发</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>已连接</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>下载中</translation>
    </message>
    <message>
        <source>Verifying</source>
        <translation>校验中</translation>
    </message>
    <message>
        <source>Rebooting</source>
        <translation>重启中</translation>
    </message>
    <message>
        <source>Confirming</source>
        <translation>确认中</translation>
    </message>
    <message>
        <source>Updated</source>
        <translation>已更新</translation>
    </message>
    <message>
        <source>Up to date</source>
        <translation>已是最新</translation>
    </message>
    <message>
        <source>Not proved</source>
        <translation>未证实</translation>
    </message>
    <message>
        <source>Rolled back</source>
        <translation>已回滚</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Port error</source>
        <translation>端口错误</translation>
    </message>
    <message>
        <source>Unplugged</source>
        <translation>已拔出</translation>
    </message>
    <message>
        <source>Opening</source>
        <translation>正在打开</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Listening</source>
        <extracomment>the port is open and its log is followed, but the board has not said who it is</extracomment>
        <translation>监听中</translation>
    </message>
    <message>
        <source>number %1 in the queue</source>
        <extracomment>place in the queue of boards to be updated</extracomment>
        <translation>队列第 %1 位</translation>
    </message>
    <message>
        <source>asking who it is, %1</source>
        <translation>正在询问身份，%1</translation>
    </message>
    <message>
        <source>waiting for it to connect, %1</source>
        <translation>等待板子连接，%1</translation>
    </message>
    <message>
        <source>waiting for the first bytes, %1</source>
        <translation>等待首批数据，%1</translation>
    </message>
    <message>
        <source>%1 left</source>
        <extracomment>%1 is a duration</extracomment>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>checking the image, %1</source>
        <translation>正在检查镜像，%1</translation>
    </message>
    <message>
        <source>waiting for the new image to start, %1</source>
        <translation>等待新镜像启动，%1</translation>
    </message>
    <message>
        <source>waiting for it to confirm, %1</source>
        <translation>等待板子确认，%1</translation>
    </message>
    <message>
        <source>in %1</source>
        <extracomment>how long the whole update took</extracomment>
        <translation>用时 %1</translation>
    </message>
    <message>
        <source>ran this image already</source>
        <translation>此前已运行该镜像</translation>
    </message>
    <message>
        <source>Lent</source>
        <extracomment>another program has the board&apos;s port for a while</extracomment>
        <translation>已借出</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::PlanModel</name>
    <message>
        <source>Blocked: it has left the bench</source>
        <translation>无法更新：已离开工作台</translation>
    </message>
    <message>
        <source>Choose an image</source>
        <translation>选择镜像</translation>
    </message>
    <message>
        <source>Board</source>
        <translation>板子</translation>
    </message>
    <message>
        <source>Runs</source>
        <extracomment>heading above the versions that the boards run now</extracomment>
        <translation>当前版本</translation>
    </message>
    <message>
        <source>Verdict</source>
        <extracomment>heading above what an update would come to</extracomment>
        <translation>判定</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::PlanOptions</name>
    <message>
        <source>First &amp;wave</source>
        <extracomment>followed by a number: so many boards are updated before all others</extracomment>
        <translation>第一批(&amp;W)</translation>
    </message>
    <message>
        <source>none</source>
        <extracomment>no boards go before the others</extracomment>
        <translation>无</translation>
    </message>
    <message>
        <source>Boards that go first; the others follow when they have succeeded</source>
        <translation>先行的板子；它们成功后其余的才开始</translation>
    </message>
    <message>
        <source>&amp;Later waves</source>
        <extracomment>followed by a number of boards</extracomment>
        <translation>之后每批(&amp;L)</translation>
    </message>
    <message>
        <source>all the rest</source>
        <translation>其余全部</translation>
    </message>
    <message>
        <source>Boards in each wave after the first</source>
        <translation>第一批之后每批的板子数</translation>
    </message>
    <message>
        <source>&amp;Go on after</source>
        <extracomment>followed by a percentage of the boards of a wave, which must have succeeded</extracomment>
        <translation>继续条件(&amp;G)</translation>
    </message>
    <message>
        <source> % success</source>
        <extracomment>follows a number in a field: a part of the boards of a wave</extracomment>
        <translation> % 成功</translation>
    </message>
    <message>
        <source>Part of a wave that must succeed before the next one begins</source>
        <translation>一批中必须成功的比例，之后才开始下一批</translation>
    </message>
    <message>
        <source>At the same &amp;time</source>
        <translation>同时更新(&amp;T)</translation>
    </message>
    <message>
        <source>All boards</source>
        <extracomment>boards at the same time</extracomment>
        <translation>所有板子</translation>
    </message>
    <message>
        <source>At most</source>
        <extracomment>followed by a number of boards at the same time</extracomment>
        <translation>最多</translation>
    </message>
    <message>
        <source>As is fastest</source>
        <extracomment>boards at the same time: more while that is faster</extracomment>
        <translation>取最快</translation>
    </message>
    <message>
        <source>Boards at the same time</source>
        <translation>同时更新的板子数</translation>
    </message>
    <message>
        <source>Stop aft&amp;er</source>
        <extracomment>followed by a number of failures</extracomment>
        <translation>停止条件(&amp;E)</translation>
    </message>
    <message>
        <source>no number of failures</source>
        <extracomment>however many boards fail</extracomment>
        <translation>不限失败次数</translation>
    </message>
    <message>
        <source>No further board is started after so many failures</source>
        <translation>失败达到此数后不再开始更新其他板子</translation>
    </message>
    <message>
        <source>More attem&amp;pts</source>
        <extracomment>followed by a number</extracomment>
        <translation>再尝试(&amp;P)</translation>
    </message>
    <message>
        <source>Where trying again can help: a network that fails, not a wrong image</source>
        <translation>适用于重试有用的情况：网络故障，而不是错误的镜像</translation>
    </message>
    <message>
        <source>&amp;More options</source>
        <translation>更多选项(&amp;M)</translation>
    </message>
    <message>
        <source>Start not before</source>
        <translation>不早于此时开始</translation>
    </message>
    <message>
        <source>Time of the start</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>Sp&amp;read starts</source>
        <extracomment>followed by a number of seconds, over which the starts of boards are spread by chance</extracomment>
        <translation>错开启动(&amp;R)</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source> s</source>
        <extracomment>follows a number in a field: seconds</extracomment>
        <translation> 秒</translation>
    </message>
    <message>
        <source>Confirmed b&amp;y</source>
        <extracomment>followed by who says that a new image is good</extracomment>
        <translation>确认方(&amp;Y)</translation>
    </message>
    <message>
        <source>otabench, as soon as it runs</source>
        <extracomment>who says that a new image is good</extracomment>
        <translation>otabench，运行后立即确认</translation>
    </message>
    <message>
        <source>the board&apos;s own test</source>
        <translation>板子自检</translation>
    </message>
    <message>
        <source>&amp;Download</source>
        <translation>下载(&amp;D)</translation>
    </message>
    <message>
        <source>in one piece</source>
        <extracomment>%1 is an amount such as &quot;16 kB&quot;: the image is fetched in parts of this size</extracomment>
        <translation>一次完成</translation>
    </message>
    <message>
        <source>%1 a request</source>
        <translation>每次请求 %1</translation>
    </message>
    <message>
        <source>Also boards that r&amp;un this image already</source>
        <translation>包括已运行该镜像的板子(&amp;U)</translation>
    </message>
    <message numerus="yes">
        <source> board(s)</source>
        <extracomment>follows a number in a field; begins with a blank</extracomment>
        <translation>
            <numerusform> 块板子</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> failure(s)</source>
        <extracomment>follows a number in a field; begins with a blank</extracomment>
        <translation>
            <numerusform> 次失败</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>otabench::widgets::PlanText</name>
    <message numerus="yes">
        <source>%n board(s) go first</source>
        <translation>
            <numerusform>%n 块板子先行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>then waves of %n board(s)</source>
        <translation>
            <numerusform>之后每批 %n 块板子</numerusform>
        </translation>
    </message>
    <message>
        <source>the next wave begins when %1 of a wave have succeeded</source>
        <extracomment>%1 is a number of boards, or a part of them such as 90%</extracomment>
        <translation>一批中 %1 成功后开始下一批</translation>
    </message>
    <message>
        <source>as many at the same time as is fastest</source>
        <translation>同时更新数量自动取最快</translation>
    </message>
    <message numerus="yes">
        <source>%n board(s) at the same time</source>
        <translation>
            <numerusform>同时 %n 块板子</numerusform>
        </translation>
    </message>
    <message>
        <source>all at once</source>
        <translation>全部同时</translation>
    </message>
    <message numerus="yes">
        <source>no further board after %n failure(s)</source>
        <translation>
            <numerusform>%n 次失败后不再开始更新</numerusform>
        </translation>
    </message>
    <message>
        <source>no further board when %1 have failed</source>
        <translation>%1 失败后不再开始更新</translation>
    </message>
    <message numerus="yes">
        <source>%n more attempt(s) where that can help</source>
        <translation>
            <numerusform>可重试时再尝试 %n 次</numerusform>
        </translation>
    </message>
    <message>
        <source>each board up to %1 later, by chance</source>
        <translation>每块板子随机推迟最多 %1</translation>
    </message>
    <message>
        <source>from %1 on</source>
        <translation>自 %1 起</translation>
    </message>
    <message>
        <source>each board confirms the image by its own test</source>
        <translation>每块板子以自检确认镜像</translation>
    </message>
    <message>
        <source>%1 a request</source>
        <translation>每次请求 %1</translation>
    </message>
    <message>
        <source>also boards that run the image already</source>
        <translation>包括已运行该镜像的板子</translation>
    </message>
    <message>
        <source>fetched from %1</source>
        <translation>从 %1 获取</translation>
    </message>
    <message numerus="yes">
        <source>%n board(s) will be updated</source>
        <translation>
            <numerusform>%n 块板子将被更新</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n board(s) will be tried</source>
        <translation>
            <numerusform>将尝试 %n 块板子</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n board(s) run the image already</source>
        <translation>
            <numerusform>%n 块板子已运行该镜像</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n board(s) are blocked</source>
        <translation>
            <numerusform>%n 块板子受阻</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wave(s)</source>
        <translation>
            <numerusform>%n 批</numerusform>
        </translation>
    </message>
    <message>
        <source>Will be updated</source>
        <translation>将被更新</translation>
    </message>
    <message>
        <source>Is up to date</source>
        <translation>已是最新</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation>受阻</translation>
    </message>
    <message>
        <source>Will be tried</source>
        <translation>将会尝试</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::PlanView</name>
    <message numerus="yes">
        <source>Asking %n board(s) what they run…</source>
        <translation>
            <numerusform>正在询问 %n 块板子运行什么…</numerusform>
        </translation>
    </message>
    <message>
        <source>The plan is being looked at</source>
        <translation>正在查看计划</translation>
    </message>
    <message>
        <source>Nothing has been sent yet. Blocked boards are left out.</source>
        <translation>尚未发送任何内容。受阻的板子不参与。</translation>
    </message>
    <message>
        <source>Nothing has been sent yet.</source>
        <translation>尚未发送任何内容。</translation>
    </message>
    <message>
        <source>Boards of the plan, with what would become of each</source>
        <translation>计划中的板子及各自的结果</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::Preflight</name>
    <message>
        <source>Will be updated</source>
        <translation>将会更新</translation>
    </message>
    <message>
        <source>Will be updated from %1 to %2</source>
        <translation>将从 %1 更新到 %2</translation>
    </message>
    <message>
        <source>Will be tried: the board has not said who it is</source>
        <translation>将会尝试：板子尚未报告身份</translation>
    </message>
    <message>
        <source>Runs this image already</source>
        <translation>已在运行该镜像</translation>
    </message>
    <message>
        <source>Blocked: the board is %1, the image is for %2</source>
        <translation>无法更新：板子是 %1，镜像适用于 %2</translation>
    </message>
    <message>
        <source>Blocked: the image has %1, the slot %2</source>
        <translation>无法更新：镜像 %1，槽位 %2</translation>
    </message>
    <message>
        <source>Blocked: its port is not open</source>
        <translation>无法更新：端口未打开</translation>
    </message>
    <message>
        <source>Is being updated now</source>
        <translation>正在更新</translation>
    </message>
    <message>
        <source>Blocked: the image is for other chip revisions; the board has %1</source>
        <translation>无法更新：镜像适用于其他芯片版本；板子是 %1</translation>
    </message>
    <message>
        <source>Blocked: the board has no second slot to install into</source>
        <translation>无法更新：板子没有可安装的第二个槽位</translation>
    </message>
    <message>
        <source>Blocked: the image is built for flash mode %1, the board runs %2</source>
        <translation>无法更新：镜像按 flash 模式 %1 构建，板子使用 %2</translation>
    </message>
    <message>
        <source>Blocked: the image has secure version %1, the board accepts %2 and above</source>
        <translation>无法更新：镜像的安全版本为 %1，板子只接受 %2 及以上</translation>
    </message>
    <message>
        <source>Blocked: the image is not signed by a key that the board trusts</source>
        <translation>无法更新：镜像未由板子信任的密钥签名</translation>
    </message>
    <message>
        <source>Blocked: the image is encrypted, and the board has no key for it</source>
        <translation>无法更新：镜像已加密，而板子没有对应的密钥</translation>
    </message>
    <message>
        <source>Blocked: the image is not one that boards take</source>
        <translation>无法更新：板子不接受此镜像</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::PreviewModel</name>
    <message>
        <source>It tells what it runs only when it is restarted for its update</source>
        <translation>只有在为更新而重启时才会说明它运行什么</translation>
    </message>
    <message>
        <source>Verdict</source>
        <extracomment>heading above what an update would come to</extracomment>
        <translation>结论</translation>
    </message>
    <message>
        <source>Board</source>
        <translation>板子</translation>
    </message>
    <message>
        <source>Wave</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>Runs</source>
        <extracomment>heading above the versions that the boards run now</extracomment>
        <translation>当前运行</translation>
    </message>
    <message>
        <source>Will run</source>
        <extracomment>heading above the versions that the boards will run</extracomment>
        <translation>将运行</translation>
    </message>
    <message>
        <source>Note</source>
        <extracomment>heading above why a board is blocked, or what may surprise</extracomment>
        <translation>说明</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ProgressChart</name>
    <message>
        <source>%1 of %2</source>
        <translation>%2 中的 %1</translation>
    </message>
    <message>
        <source>%1 in %2, %3 on average</source>
        <extracomment>an amount of bytes, a duration and the mean speed</extracomment>
        <translation>%2 内 %1，平均 %3</translation>
    </message>
    <message>
        <source>Progress of the update</source>
        <translation>更新进度</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ProtectionDialog</name>
    <message>
        <source>Protecting the key…</source>
        <translation>正在保护密钥…</translation>
    </message>
    <message>
        <source>Passphrase of the CA</source>
        <translation>CA 的口令</translation>
    </message>
    <message>
        <source>With a passphrase nobody can issue certificates who only has the file. otabench asks for it when it needs the key. Keep it: without it boards need a new CA.</source>
        <translation>有了口令，只拿到文件的人无法签发证书。otabench 需要密钥时会询问。请保管好：没有它，板子就需要新的 CA。</translation>
    </message>
    <message>
        <source>&amp;Present passphrase</source>
        <translation>现有口令(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Take the passphrase off</source>
        <translation>取消口令(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;New passphrase</source>
        <translation>新口令(&amp;N)</translation>
    </message>
    <message>
        <source>8 characters or more</source>
        <translation>至少 8 个字符</translation>
    </message>
    <message>
        <source>The same a&amp;gain</source>
        <translation>再输入一次(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::PublishedModel</name>
    <message>
        <source>Everyone who knows it</source>
        <translation>知道它的任何人</translation>
    </message>
    <message>
        <source>%1, once</source>
        <extracomment>a URL for one board that works one time; %1 the board</extracomment>
        <translation>%1，一次</translation>
    </message>
    <message>
        <source>For whom</source>
        <translation>提供给</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>URL</source>
        <translation>URL</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::RatePlot</name>
    <message>
        <source>Throughput</source>
        <translation>吞吐量</translation>
    </message>
    <message>
        <source>Nothing has been sent yet</source>
        <translation>尚未发送任何数据</translation>
    </message>
    <message>
        <source>The highest was %1</source>
        <translation>最高为 %1</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::RecordCard</name>
    <message>
        <source>Connecting to the database…</source>
        <translation>正在连接数据库…</translation>
    </message>
    <message>
        <source>✔ The database can be used.</source>
        <translation>✔ 数据库可以使用。</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Data&amp;base</source>
        <translation>数据库(&amp;B)</translation>
    </message>
    <message>
        <source>A file on this computer (SQLite)</source>
        <translation>这台计算机上的文件 (SQLite)</translation>
    </message>
    <message>
        <source>A PostgreSQL server that several benches share</source>
        <translation>多个工作台共享的 PostgreSQL 服务器</translation>
    </message>
    <message>
        <source>&amp;URL</source>
        <translation>URL(&amp;U)</translation>
    </message>
    <message>
        <source>T&amp;est</source>
        <translation>测试(&amp;E)</translation>
    </message>
    <message>
        <source>Connect to it now; nothing is changed there</source>
        <translation>立即连接；不会更改其中的任何内容</translation>
    </message>
    <message>
        <source>O&amp;perator</source>
        <translation>操作员(&amp;P)</translation>
    </message>
    <message>
        <source>Who is logged in</source>
        <translation>当前登录的用户</translation>
    </message>
    <message>
        <source>&amp;Station</source>
        <translation>工位(&amp;S)</translation>
    </message>
    <message>
        <source>The computer&apos;s name</source>
        <translation>计算机名</translation>
    </message>
    <message>
        <source>$OTABENCH_DATABASE is set and goes before this setting.</source>
        <translation>已设置 $OTABENCH_DATABASE，它优先于此设置。</translation>
    </message>
    <message>
        <source>Closes the window and opens it again; asks first while boards update</source>
        <translation>关闭窗口并重新打开；正在更新板子时会先询问</translation>
    </message>
    <message>
        <source>What is changed here holds once otabench has been opened anew. The command line takes $OTABENCH_DATABASE.</source>
        <translation>此处的更改在重新打开 otabench 后生效。命令行使用 $OTABENCH_DATABASE。</translation>
    </message>
    <message>
        <source>URL of the database</source>
        <translation>数据库的 URL</translation>
    </message>
    <message>
        <source>Open otabench anew w&amp;ith these</source>
        <translation>按这些设置重新打开 otabench(&amp;I)</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ReportSaver</name>
    <message>
        <source>Writing %1…</source>
        <extracomment>%1 is a file name</extracomment>
        <translation>正在写入 %1…</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Web page (*.html)</source>
        <translation>网页 (*.html)</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>JUnit (*.xml)</source>
        <translation>JUnit (*.xml)</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>Save the acceptance sheet</source>
        <translation>保存验收单</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>保存报告</translation>
    </message>
    <message>
        <source>Reading the record…</source>
        <translation>正在读取记录…</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::RequestDialog</name>
    <message>
        <source>Making the request…</source>
        <translation>正在生成申请…</translation>
    </message>
    <message>
        <source>Request, for the company CA</source>
        <translation>申请，交给公司 CA</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>已写入</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Private key</source>
        <translation>私钥</translation>
    </message>
    <message>
        <source>Keep secret</source>
        <translation>须保密</translation>
    </message>
    <message>
        <source>Ask for a TLS server certificate with the names as they are. When it comes, take it in here: the key waits for it.</source>
        <translation>请申请一张名称不变的 TLS 服务器证书。收到后在此导入：密钥会等着它。</translation>
    </message>
    <message>
        <source>Request for a company CA</source>
        <translation>向公司 CA 申请</translation>
    </message>
    <message>
        <source>Makes a key and a request (CSR) for a server certificate, where a company&apos;s own CA is to sign it instead of the lab CA.</source>
        <translation>生成密钥和服务器证书申请 (CSR)，由公司自己的 CA 而不是实验室 CA 签名。</translation>
    </message>
    <message>
        <source>&amp;Names</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>Hosts in the boards&apos; URL, with commas between</source>
        <translation>板子 URL 中的主机，用逗号分隔</translation>
    </message>
    <message>
        <source>Or&amp;ganization</source>
        <translation>组织(&amp;G)</translation>
    </message>
    <message>
        <source>Optional: some CAs want one</source>
        <translation>可选：有些 CA 要求填写</translation>
    </message>
    <message>
        <source>&amp;Key</source>
        <translation>密钥(&amp;K)</translation>
    </message>
    <message>
        <source>In f&amp;older</source>
        <translation>文件夹(&amp;O)</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Choose a folder for request and key</source>
        <translation>选择存放申请和密钥的文件夹</translation>
    </message>
    <message>
        <source>&amp;Make the request</source>
        <translation>生成申请(&amp;M)</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::RequestModel</name>
    <message>
        <source>%1 of %2</source>
        <extracomment>bytes that were sent, of all</extracomment>
        <translation>%2 中的 %1</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 毫秒</translation>
    </message>
    <message>
        <source>%1, resumed</source>
        <extracomment>a version of TLS, and that the session was resumed</extracomment>
        <translation>%1，已恢复</translation>
    </message>
    <message>
        <source>TLS handshake</source>
        <translation>TLS 握手</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <extracomment>advice, then what the TLS library says</extracomment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>已发送</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::RotateDialog</name>
    <message>
        <source>Making the second CA…</source>
        <translation>正在生成第二个 CA…</translation>
    </message>
    <message>
        <source>Begin a rotation</source>
        <translation>开始轮换</translation>
    </message>
    <message>
        <source>Makes a second CA beside the first. While both are trusted no board is locked out: boards with the agent are sent both with their next update; firmware with a CA built in needs the new one. The first is retired when every board trusts the second.</source>
        <translation>在第一个 CA 之外生成第二个。两者都受信任期间，没有板子会被拒之门外：带代理的板子在下次更新时收到两者；编入 CA 的固件需要新的 CA。所有板子都信任第二个后，第一个退役。</translation>
    </message>
    <message>
        <source>&amp;Key</source>
        <translation>密钥(&amp;K)</translation>
    </message>
    <message>
        <source>The CA&apos;s &amp;passphrase</source>
        <translation>CA 的口令(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Make the second CA</source>
        <translation>生成第二个 CA(&amp;M)</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::RotationPanel</name>
    <message>
        <source>Ready to retire</source>
        <extracomment>a rotation: every board trusts the new CA</extracomment>
        <translation>可以退役</translation>
    </message>
    <message>
        <source>Under way</source>
        <extracomment>a rotation: some boards do not trust the new CA yet</extracomment>
        <translation>进行中</translation>
    </message>
    <message>
        <source>No board has told yet which CAs it trusts. Boards with the agent tell it when they are identified or updated.</source>
        <translation>还没有板子报告它信任哪些 CA。带代理的板子会在识别或更新时报告。</translation>
    </message>
    <message numerus="yes">
        <source>%n board(s) do not trust the new CA yet. Update them, or build the new CA into their firmware; forget boards that are gone.</source>
        <translation>
            <numerusform>还有 %n 块板子不信任新 CA。请更新它们，或把新 CA 编入其固件；已不在的板子请移除记录。</numerusform>
        </translation>
    </message>
    <message>
        <source>Every known board trusts the new CA: the old one can be retired.</source>
        <translation>所有已知板子都信任新 CA：旧 CA 可以退役。</translation>
    </message>
    <message>
        <source>Retire the old CA</source>
        <translation>让旧 CA 退役</translation>
    </message>
    <message>
        <source>Retire the old CA?</source>
        <translation>要让旧 CA 退役吗？</translation>
    </message>
    <message>
        <source>Boards are told to forget it with their next update. A board that is not known here and trusts the old CA only will refuse the server.</source>
        <translation>板子会在下次更新时被告知忘记它。此处未知且只信任旧 CA 的板子会拒绝服务器。</translation>
    </message>
    <message>
        <source>&amp;Retire it</source>
        <translation>退役(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Keep both</source>
        <translation>保留两者(&amp;K)</translation>
    </message>
    <message>
        <source>Rotation across the bench</source>
        <translation>整个工作台的轮换</translation>
    </message>
    <message>
        <source>Boards and the CAs they trust</source>
        <translation>板子及其信任的 CA</translation>
    </message>
    <message>
        <source>Forget this &amp;board</source>
        <translation>移除此板子的记录(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Retire the old CA…</source>
        <translation>让旧 CA 退役(&amp;R)…</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::SavedNotice</name>
    <message>
        <source>Saved to %1</source>
        <extracomment>%1 is the path of a file</extracomment>
        <translation>已保存到 %1</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>打开(&amp;O)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close the message</source>
        <translation>关闭消息</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ServeDialog</name>
    <message>
        <source>Files to serve</source>
        <translation>要提供的文件</translation>
    </message>
    <message>
        <source>Images (*.bin)</source>
        <translation>镜像 (*.bin)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Serve files</source>
        <translation>提供文件</translation>
    </message>
    <message>
        <source>&amp;Files to serve, without a campaign (drop them here)</source>
        <translation>不经任务而提供的文件（拖放到这里）(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Add files…</source>
        <translation>添加文件…(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>移除(&amp;R)</translation>
    </message>
    <message>
        <source>Ad&amp;dress</source>
        <translation>地址(&amp;D)</translation>
    </message>
    <message>
        <source>Every address of this computer</source>
        <translation>这台计算机的所有地址</translation>
    </message>
    <message>
        <source>&amp;Port</source>
        <translation>端口(&amp;P)</translation>
    </message>
    <message>
        <source>Any that is free</source>
        <translation>任意空闲端口</translation>
    </message>
    <message>
        <source>&amp;Login</source>
        <translation>登录名(&amp;L)</translation>
    </message>
    <message>
        <source>None is needed</source>
        <translation>无需登录</translation>
    </message>
    <message>
        <source>Pass&amp;word</source>
        <translation>密码(&amp;W)</translation>
    </message>
    <message>
        <source>Plain &amp;HTTP, without TLS</source>
        <translation>明文 HTTP，不用 TLS(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Yes: everyone in the network may read and change the image on its way</source>
        <translation>是的：网络中的任何人都可以读取并篡改传输中的镜像(&amp;Y)</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Serve</source>
        <translation>提供(&amp;S)</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ServerNamesDialog</name>
    <message>
        <source>Writing the settings…</source>
        <translation>正在写入设置…</translation>
    </message>
    <message>
        <source>Server certificate</source>
        <translation>服务器证书</translation>
    </message>
    <message>
        <source>The server&apos;s certificate covers every address of this computer by itself, and is replaced when they change. Add the names that boards use besides.</source>
        <translation>服务器证书自动涵盖本机的每个地址，地址变化时更换。请添加板子另外使用的名称。</translation>
    </message>
    <message>
        <source>&amp;Names</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>ota.lab.example, with commas between</source>
        <translation>ota.lab.example，用逗号分隔</translation>
    </message>
    <message>
        <source>&amp;Key</source>
        <translation>密钥(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ServerPage</name>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message numerus="yes">
        <source>Serving %n file(s)</source>
        <translation>
            <numerusform>正在提供 %n 个文件</numerusform>
        </translation>
    </message>
    <message>
        <source>Serving a campaign</source>
        <translation>正在为任务服务</translation>
    </message>
    <message numerus="yes">
        <source>The fault bench is on: %n fault(s) are injected. Boards are meant to fail.</source>
        <translation>
            <numerusform>故障台已启用：正在注入 %n 个故障。板子注定会失败。</numerusform>
        </translation>
    </message>
    <message>
        <source>Filter boards, addresses, files</source>
        <translation>筛选板子、地址、文件</translation>
    </message>
    <message>
        <source>Campaign</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Which server</source>
        <translation>哪个服务器</translation>
    </message>
    <message>
        <source>S&amp;top serving</source>
        <translation>停止提供(&amp;T)</translation>
    </message>
    <message>
        <source>End the server of files; a campaign&apos;s goes on</source>
        <translation>结束文件服务器；任务的服务器继续运行</translation>
    </message>
    <message>
        <source>&amp;Serve files…</source>
        <translation>提供文件…(&amp;S)</translation>
    </message>
    <message>
        <source>Serve images without a campaign, until you stop it</source>
        <translation>不经任务提供镜像，直到您停止</translation>
    </message>
    <message>
        <source>No server is running</source>
        <translation>没有服务器在运行</translation>
    </message>
    <message>
        <source>It starts with each campaign and ends with it. You can also serve images without one.</source>
        <translation>它随每次任务启动和结束。您也可以不经任务提供镜像。</translation>
    </message>
    <message>
        <source>Serve f&amp;iles…</source>
        <translation>提供文件…(&amp;I)</translation>
    </message>
    <message>
        <source>Switch all &amp;off</source>
        <translation>全部关闭(&amp;O)</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>已发布</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>限制</translation>
    </message>
    <message>
        <source>Fault bench</source>
        <translation>故障台</translation>
    </message>
    <message>
        <source>Nobody has connected yet.</source>
        <translation>还没有人连接。</translation>
    </message>
    <message>
        <source>Nothing is published now.</source>
        <translation>现在没有发布任何内容。</translation>
    </message>
    <message>
        <source>Nothing has been asked for yet.</source>
        <translation>还没有任何请求。</translation>
    </message>
    <message>
        <source>Copy &amp;URL</source>
        <translation>复制 URL(&amp;U)</translation>
    </message>
    <message>
        <source>Copy as a &amp;board&apos;s command</source>
        <translation>复制为板子命令(&amp;B)</translation>
    </message>
    <message>
        <source>ota URL: for firmware with a command line</source>
        <translation>ota URL：用于带命令行的固件</translation>
    </message>
    <message>
        <source>Copy for &amp;curl</source>
        <translation>复制 curl 命令(&amp;C)</translation>
    </message>
    <message>
        <source>To try it from this computer, with the lab CA in ca.pem</source>
        <translation>从这台计算机试用，实验室 CA 在 ca.pem 中</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ServerSummary</name>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Address, until it ended</source>
        <translation>地址（已结束）</translation>
    </message>
    <message>
        <source>Also</source>
        <translation>另有</translation>
    </message>
    <message>
        <source>Plain HTTP: everyone in the network may read and change the image on its way.</source>
        <translation>明文 HTTP：网络中的任何人都可以读取并篡改传输中的镜像。</translation>
    </message>
    <message>
        <source>Certificate for</source>
        <translation>证书适用于</translation>
    </message>
    <message>
        <source>Holds until</source>
        <translation>有效期至</translation>
    </message>
    <message>
        <source>%1: it has expired</source>
        <translation>%1：已过期</translation>
    </message>
    <message numerus="yes">
        <source>%1, %n day(s) more</source>
        <translation>
            <numerusform>%1，还有 %n 天</numerusform>
        </translation>
    </message>
    <message>
        <source>Issued by</source>
        <translation>签发者</translation>
    </message>
    <message>
        <source>%1 (imported)</source>
        <translation>%1（导入）</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>%1 sent%2 · %3 requests · %4 connections, %5 transfers · %6 handshakes, %7 resumed</source>
        <translation>已发送 %1%2 · %3 个请求 · %4 个连接，%5 个传输 · %6 次握手，%7 次恢复</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ServerWords</name>
    <message>
        <source>URL ended</source>
        <translation>URL 已失效</translation>
    </message>
    <message>
        <source>Fetching</source>
        <translation>正在下载</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>已连接</translation>
    </message>
    <message>
        <source>No handshake succeeded</source>
        <translation>握手从未成功</translation>
    </message>
    <message>
        <source>Has not come yet</source>
        <translation>尚未出现</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>未连接</translation>
    </message>
    <message>
        <source>Fault injected: %1</source>
        <extracomment>a fault of the fault bench was injected into an answer; %1 its name</extracomment>
        <translation>已注入故障：%1</translation>
    </message>
    <message>
        <source>Cut off</source>
        <translation>中断</translation>
    </message>
    <message>
        <source>Sent whole</source>
        <translation>完整发送</translation>
    </message>
    <message>
        <source>Part sent</source>
        <translation>部分发送</translation>
    </message>
    <message>
        <source>Redirected</source>
        <translation>已重定向</translation>
    </message>
    <message>
        <source>Not changed</source>
        <translation>未变化</translation>
    </message>
    <message>
        <source>Login is missing</source>
        <translation>缺少登录</translation>
    </message>
    <message>
        <source>Another board&apos;s URL</source>
        <translation>属于其他板子的 URL</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>Fetched already</source>
        <translation>已下载过</translation>
    </message>
    <message>
        <source>Range past the end</source>
        <translation>范围超出末尾</translation>
    </message>
    <message>
        <source>Told to come again</source>
        <translation>已告知稍后再来</translation>
    </message>
    <message>
        <source>Answered %1</source>
        <extracomment>%1 an HTTP status</extracomment>
        <translation>应答 %1</translation>
    </message>
    <message>
        <source>Certificate refused</source>
        <translation>证书被拒绝</translation>
    </message>
    <message>
        <source>TLS handshake failed</source>
        <translation>TLS 握手失败</translation>
    </message>
    <message>
        <source>The firmware has to send the login that was set when serving began.</source>
        <translation>固件必须发送开始提供文件时设置的登录信息。</translation>
    </message>
    <message>
        <source>A one-time URL belongs to the first board that uses it. Give each board its own.</source>
        <translation>一次性 URL 属于第一个使用它的板子。请给每块板子各自的 URL。</translation>
    </message>
    <message>
        <source>Check the URL in the firmware: copy it from the tab Published.</source>
        <translation>检查固件中的 URL：从“已发布”标签页复制。</translation>
    </message>
    <message>
        <source>A one-time URL gives the image once. Start another update for the board.</source>
        <translation>一次性 URL 只提供一次镜像。请为这块板子重新开始更新。</translation>
    </message>
    <message>
        <source>The board asks for bytes behind the image&apos;s end: it may go on with the partial download of another image.</source>
        <translation>板子请求了镜像末尾之后的字节：它可能在继续另一个镜像的部分下载。</translation>
    </message>
    <message>
        <source>More boards fetch than the limit allows. They come again by themselves.</source>
        <translation>下载的板子超出了限制。它们会自行重试。</translation>
    </message>
    <message>
        <source>The board does not accept this server&apos;s certificate. Most often it does not have the lab CA: build it into the firmware, or send it over serial. Else its clock is wrong, or it asks for an address that the certificate does not name.</source>
        <translation>板子不接受这台服务器的证书。多半是它没有实验室 CA：请编入固件，或通过串口发送。否则就是它的时钟不对，或它访问的地址不在证书之中。</translation>
    </message>
    <message>
        <source>Board and server did not agree on a secure connection. Check that the board speaks TLS 1.2 or 1.3, and that nothing between them cuts connections.</source>
        <translation>板子与服务器未能建立安全连接。检查板子是否支持 TLS 1.2 或 1.3，以及两者之间是否有东西切断连接。</translation>
    </message>
    <message>
        <source>%1 handshakes</source>
        <extracomment>numbers of failed TLS handshakes</extracomment>
        <translation>%1 次握手失败</translation>
    </message>
    <message>
        <source>%1 refused</source>
        <extracomment>number of requests answered with an error</extracomment>
        <translation>%1 次被拒</translation>
    </message>
    <message>
        <source>%1 told to wait</source>
        <extracomment>number of requests answered with 503</extracomment>
        <translation>%1 次被告知等待</translation>
    </message>
    <message>
        <source>%1 cut off</source>
        <translation>%1 次中断</translation>
    </message>
    <message>
        <source>%1 timed out</source>
        <translation>%1 次超时</translation>
    </message>
    <message>
        <source>%1 injected</source>
        <extracomment>number of faults injected on purpose</extracomment>
        <translation>%1 次注入</translation>
    </message>
    <message>
        <source>Cut the connection after so many bytes</source>
        <translation>发送若干字节后断开连接</translation>
    </message>
    <message>
        <source>Reset the connection after so many bytes</source>
        <translation>发送若干字节后重置连接</translation>
    </message>
    <message>
        <source>Stall after so many bytes</source>
        <translation>发送若干字节后停滞</translation>
    </message>
    <message>
        <source>Send slowly</source>
        <translation>缓慢发送</translation>
    </message>
    <message>
        <source>Wrong Content-Length</source>
        <translation>错误的 Content-Length</translation>
    </message>
    <message>
        <source>Invert one byte of the image</source>
        <translation>反转镜像的一个字节</translation>
    </message>
    <message>
        <source>Certificate of an unknown CA</source>
        <translation>未知 CA 的证书</translation>
    </message>
    <message>
        <source>Certificate of another host</source>
        <translation>其他主机的证书</translation>
    </message>
    <message>
        <source>Expired certificate</source>
        <translation>过期的证书</translation>
    </message>
    <message>
        <source>Answer with an error status</source>
        <translation>以错误状态应答</translation>
    </message>
    <message>
        <source>Redirect for ever</source>
        <translation>无限重定向</translation>
    </message>
    <message>
        <source>Chunked, without a length</source>
        <translation>分块传输，没有长度</translation>
    </message>
    <message>
        <source>Ignore Range, or refuse it</source>
        <translation>忽略或拒绝 Range</translation>
    </message>
    <message>
        <source>Bytes before it</source>
        <translation>此前的字节数</translation>
    </message>
    <message>
        <source>Bytes a second</source>
        <translation>每秒字节数</translation>
    </message>
    <message>
        <source>Bytes too many, or with − too few</source>
        <translation>多出的字节数，负数为缺少</translation>
    </message>
    <message>
        <source>Offset in the image</source>
        <translation>镜像中的偏移</translation>
    </message>
    <message>
        <source>Status, 400 to 599</source>
        <translation>状态码，400 至 599</translation>
    </message>
    <message>
        <source>200: send all; 416: refuse</source>
        <translation>200：全部发送；416：拒绝</translation>
    </message>
    <message>
        <source>all boards</source>
        <translation>所有板子</translation>
    </message>
    <message numerus="yes">
        <source>%n time(s)</source>
        <translation>
            <numerusform>%n 次</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>otabench::widgets::SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Reset settings</source>
        <translation>重置设置</translation>
    </message>
    <message>
        <source>Set all settings back to their defaults?</source>
        <translation>将所有设置恢复为默认值？</translation>
    </message>
    <message>
        <source>Appearance, campaign defaults, server limits, database and names. Boards, images, certificates and the history itself stay.</source>
        <translation>包括外观、任务默认值、服务器限制、数据库和名称。板子、镜像、证书和历史记录本身会保留。</translation>
    </message>
    <message>
        <source>&amp;Reset settings</source>
        <translation>重置设置(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Keep them</source>
        <translation>保留(&amp;K)</translation>
    </message>
    <message>
        <source>Changes apply at once</source>
        <translation>更改立即生效</translation>
    </message>
    <message>
        <source>Reset to de&amp;faults…</source>
        <translation>恢复默认值…(&amp;F)</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::StatusStrip</name>
    <message>
        <source>Server starts with the first update</source>
        <translation>服务器将在首次更新时启动</translation>
    </message>
    <message>
        <source>Where boards fetch the image</source>
        <translation>板子获取镜像的地址</translation>
    </message>
    <message>
        <source>Lab CA is made with the first update</source>
        <translation>实验室 CA 将在首次更新时创建</translation>
    </message>
    <message>
        <source>Lab CA expired on %1</source>
        <translation>实验室 CA 已于 %1 过期</translation>
    </message>
    <message>
        <source>Lab CA until %1</source>
        <extracomment>%1 is a year, or a date when it is near</extracomment>
        <translation>实验室 CA 有效至 %1</translation>
    </message>
    <message>
        <source>How long boards can trust this computer&apos;s server</source>
        <translation>板子可以信任本机服务器的期限</translation>
    </message>
    <message>
        <source>Throughput of the server</source>
        <translation>服务器吞吐量</translation>
    </message>
    <message numerus="yes">
        <source>%n board(s) updated or up to date</source>
        <translation>
            <numerusform>%n 块板子已更新或已是最新</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n board(s) under way</source>
        <translation>
            <numerusform>%n 块板子正在更新</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n board(s) rolled back or not proved</source>
        <translation>
            <numerusform>%n 块板子已回滚或未证实</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n board(s) failed</source>
        <translation>
            <numerusform>%n 块板子失败</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n board(s)</source>
        <translation>
            <numerusform>%n 块板子</numerusform>
        </translation>
    </message>
    <message>
        <source>Boards on this bench</source>
        <translation>此工作台上的板子</translation>
    </message>
    <message>
        <source>Time since the update was started</source>
        <translation>更新开始以来的时间</translation>
    </message>
    <message>
        <source>Time the last update took</source>
        <translation>上次更新的用时</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Fault bench on</source>
        <translation>故障台已启用</translation>
    </message>
    <message numerus="yes">
        <source>%n fault(s) are injected: boards are meant to fail</source>
        <translation>
            <numerusform>正在注入 %n 个故障：板子注定会失败</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>otabench::widgets::TimelineView</name>
    <message>
        <source>Phases of the board</source>
        <translation>板子的各阶段</translation>
    </message>
    <message>
        <source>Its last log lines</source>
        <translation>它最后的日志</translation>
    </message>
    <message>
        <source>Choose a board to see its phases.</source>
        <translation>选择一块板子以查看其各阶段。</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::TrialDialog</name>
    <message>
        <source>Shaking hands as a board…</source>
        <translation>正在以板子的身份握手…</translation>
    </message>
    <message>
        <source>Boards accept this server</source>
        <translation>板子接受此服务器</translation>
    </message>
    <message>
        <source>Boards refuse this server</source>
        <translation>板子拒绝此服务器</translation>
    </message>
    <message>
        <source>Accepted</source>
        <extracomment>verdict: boards accept the server</extracomment>
        <translation>已接受</translation>
    </message>
    <message>
        <source>Refused</source>
        <extracomment>verdict: boards refuse the server</extracomment>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>The board prints: %1</source>
        <translation>板子会打印：%1</translation>
    </message>
    <message>
        <source>What to do: %1</source>
        <translation>处理方法：%1</translation>
    </message>
    <message>
        <source>Test as an ESP32 would</source>
        <translation>像 ESP32 那样测试</translation>
    </message>
    <message>
        <source>Judges what the server sends by the rules of boards&apos; TLS, old and new, and makes a real handshake with Mbed TLS, set up as on a board.</source>
        <translation>按新旧板子 TLS 的规则评判服务器发来的内容，并用与板子相同设置的 Mbed TLS 进行真实握手。</translation>
    </message>
    <message>
        <source>&amp;Server</source>
        <translation>服务器(&amp;S)</translation>
    </message>
    <message>
        <source>192.168.1.5:8443 or https://…</source>
        <translation>192.168.1.5:8443 或 https://…</translation>
    </message>
    <message>
        <source>&amp;Name in the boards&apos; URL</source>
        <translation>板子 URL 中的名称(&amp;N)</translation>
    </message>
    <message>
        <source>The same, unless boards use another name</source>
        <translation>相同，除非板子使用其他名称</translation>
    </message>
    <message>
        <source>&amp;Test</source>
        <translation>测试(&amp;T)</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::TrustModel</name>
    <message>
        <source>Trusts both</source>
        <translation>两者都信任</translation>
    </message>
    <message>
        <source>Trusts the new CA</source>
        <translation>信任新 CA</translation>
    </message>
    <message>
        <source>Trusts the old CA only</source>
        <translation>只信任旧 CA</translation>
    </message>
    <message>
        <source>Trusts neither</source>
        <translation>都不信任</translation>
    </message>
    <message>
        <source>Board</source>
        <translation>板子</translation>
    </message>
    <message>
        <source>Trust</source>
        <extracomment>heading: which CAs a board trusts</extracomment>
        <translation>信任</translation>
    </message>
    <message>
        <source>Last asked</source>
        <extracomment>heading: when a board was last asked</extracomment>
        <translation>上次询问</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::UpdateDialog</name>
    <message>
        <source>Choose an image</source>
        <translation>选择镜像</translation>
    </message>
    <message>
        <source>ESP images (*.bin);;All files (*)</source>
        <translation>ESP 镜像 (*.bin);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Reading the image…</source>
        <translation>正在读取镜像…</translation>
    </message>
    <message>
        <source>Choose a .bin file, or drop one here.</source>
        <translation>选择 .bin 文件，或将其拖放到这里。</translation>
    </message>
    <message>
        <source>This file cannot be sent to boards.</source>
        <translation>此文件不能发送给板子。</translation>
    </message>
    <message>
        <source>all checks passed</source>
        <translation>所有检查均通过</translation>
    </message>
    <message numerus="yes">
        <source>&amp;Start %n update(s)</source>
        <translation>
            <numerusform>开始 %n 个更新(&amp;S)</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>开始(&amp;S)</translation>
    </message>
    <message>
        <source>Update boards</source>
        <translation>更新板子</translation>
    </message>
    <message>
        <source>&amp;Image</source>
        <translation>镜像(&amp;I)</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>选择…(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Boards</source>
        <translation>板子(&amp;B)</translation>
    </message>
    <message>
        <source>Tick &amp;all</source>
        <extracomment>tick every board</extracomment>
        <translation>全部勾选(&amp;A)</translation>
    </message>
    <message>
        <source>Tick &amp;none</source>
        <extracomment>untick every board</extracomment>
        <translation>全部取消(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Order</source>
        <translation>顺序(&amp;O)</translation>
    </message>
    <message>
        <source>All at once</source>
        <translation>同时更新全部</translation>
    </message>
    <message>
        <source>One first, then the rest</source>
        <translation>先更新一块，再更新其余</translation>
    </message>
    <message>
        <source>Custom…</source>
        <translation>自定义…</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
    <message>
        <source>Boards to update</source>
        <translation>要更新的板子</translation>
    </message>
    <message>
        <source>Serve &amp;from</source>
        <extracomment>followed by an address of this computer, at which boards fetch the image</extracomment>
        <translation>服务地址(&amp;F)</translation>
    </message>
    <message>
        <source>Automatic</source>
        <extracomment>the address of this computer that boards most likely reach</extracomment>
        <translation>自动</translation>
    </message>
    <message>
        <source>The address of this computer that boards fetch the image from</source>
        <translation>板子从这台计算机的哪个地址获取固件镜像</translation>
    </message>
    <message>
        <source>encrypted: only boards with its key can read it</source>
        <translation>已加密：只有持有密钥的板子才能读取</translation>
    </message>
    <message>
        <source>Look at the image&apos;s URL first</source>
        <translation>请先查看镜像的 URL</translation>
    </message>
    <message>
        <source>Image elsewhere</source>
        <extracomment>followed by a URL</extracomment>
        <translation>镜像在别处</translation>
    </message>
    <message>
        <source>Re&amp;view plan…</source>
        <translation>查看计划(&amp;V)…</translation>
    </message>
    <message>
        <source>Ask the boards first, and show what would become of each</source>
        <translation>先询问板子，并显示各自的结果</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::WaveStrip</name>
    <message>
        <source>Wave %1 of %2: %3 of %4 boards have ended, %5 with success</source>
        <translation>第 %1 批，共 %2 批：%4 块板子中 %3 块已结束，%5 块成功</translation>
    </message>
    <message>
        <source>Waves</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>Wave %1 · %2/%3</source>
        <translation>第 %1 批 · %2/%3</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::WorkDialog</name>
    <message>
        <source>&amp;Close</source>
        <translation>关闭(&amp;C)</translation>
    </message>
</context>
</TS>
