<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>otabench::gui::DesktopNotifier</name>
    <message>
        <source>Show the window</source>
        <translation>Show the window</translation>
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
        <translation>Quit otabench</translation>
    </message>
    <message numerus="yes">
        <source>Stop %n update(s)?</source>
        <translation>
            <numerusform>Stop %n update?</numerusform>
            <numerusform>Stop %n updates?</numerusform>
        </translation>
    </message>
    <message>
        <source>Boards that have not finished keep the image they run now. Quitting ends the server they download from.</source>
        <translation>Boards that have not finished keep the image they run now. Quitting ends the server they download from.</translation>
    </message>
    <message>
        <source>&amp;Stop updates and quit</source>
        <translation>&amp;Stop updates and quit</translation>
    </message>
    <message>
        <source>&amp;Keep going</source>
        <translation>&amp;Keep going</translation>
    </message>
    <message>
        <source>Bench</source>
        <extracomment>the page of boards</extracomment>
        <translation>Bench</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Pages</translation>
    </message>
    <message>
        <source>Campaign</source>
        <extracomment>the page of the update that is running</extracomment>
        <translation>Campaign</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>Logs</translation>
    </message>
    <message>
        <source>Images</source>
        <extracomment>the page of firmware images</extracomment>
        <translation>Images</translation>
    </message>
    <message>
        <source>Certificates</source>
        <translation>Certificates</translation>
    </message>
    <message>
        <source>Server</source>
        <extracomment>the page of the image server</extracomment>
        <translation>Server</translation>
    </message>
    <message>
        <source>History</source>
        <extracomment>the page of past updates</extracomment>
        <translation>History</translation>
    </message>
    <message>
        <source>Doctor</source>
        <extracomment>the page that looks for troubles of this computer</extracomment>
        <translation>Doctor</translation>
    </message>
    <message>
        <source>&amp;Commands…</source>
        <translation>&amp;Commands…</translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation>&amp;Full screen</translation>
    </message>
    <message>
        <source>&amp;About otabench…</source>
        <translation>&amp;About otabench…</translation>
    </message>
    <message>
        <source>&amp;Quit otabench</source>
        <translation>&amp;Quit otabench</translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%n problem</numerusform>
            <numerusform>%n problems</numerusform>
        </translation>
    </message>
    <message>
        <source>The update is done</source>
        <translation>The update is done</translation>
    </message>
    <message>
        <source>The update has ended</source>
        <translation>The update has ended</translation>
    </message>
    <message>
        <source>&amp;Quit, go on next time</source>
        <translation>&amp;Quit, go on next time</translation>
    </message>
    <message>
        <source>The campaign stays open: otabench offers to take it up when it starts</source>
        <translation>The campaign stays open: otabench offers to take it up when it starts</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Help</translation>
    </message>
    <message>
        <source>Save a support &amp;bundle…</source>
        <translation>Save a support &amp;bundle…</translation>
    </message>
    <message numerus="yes">
        <source>%n interrupted campaign(s)</source>
        <translation>
            <numerusform>%n interrupted campaign</numerusform>
            <numerusform>%n interrupted campaigns</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>otabench::gui::OptionsParser</name>
    <message>
        <source>Start with a demonstration bench of eight virtual boards.</source>
        <translation>Start with a demonstration bench of eight virtual boards.</translation>
    </message>
    <message>
        <source>Add the board at this address; may be given several times.</source>
        <translation>Add the board at this address; may be given several times.</translation>
    </message>
    <message>
        <source>How these boards are triggered: agent, stdin or console.</source>
        <translation>How these boards are triggered: agent, stdin or console.</translation>
    </message>
    <message>
        <source>The console profile&apos;s command, with {url}.</source>
        <translation>The console profile&apos;s command, with {url}.</translation>
    </message>
    <message>
        <source>Have this image ready in the update dialog.</source>
        <translation>Have this image ready in the update dialog.</translation>
    </message>
    <message>
        <source>Language of the window: en or zh_CN.</source>
        <translation>Language of the window: en or zh_CN.</translation>
    </message>
    <message>
        <source>Look of the window: light, dark or system.</source>
        <translation>Look of the window: light, dark or system.</translation>
    </message>
    <message>
        <source>Update all boards as soon as they have said who they are.</source>
        <translation>Update all boards as soon as they have said who they are.</translation>
    </message>
    <message>
        <source>Write a picture of the window to FILE, then quit.</source>
        <translation>Write a picture of the window to FILE, then quit.</translation>
    </message>
    <message>
        <source>Wait so long before the picture; counts from the start of the update with --start.</source>
        <translation>Wait so long before the picture; counts from the start of the update with --start.</translation>
    </message>
    <message>
        <source>Updates benches of ESP32-family boards over HTTPS, and shows how each is doing.</source>
        <translation>Updates benches of ESP32-family boards over HTTPS, and shows how each is doing.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not an option; see otabench --help</source>
        <translation>&quot;%1&quot; is not an option; see otabench --help</translation>
    </message>
    <message>
        <source>there is no profile &quot;%1&quot;; choose agent, stdin or console</source>
        <translation>there is no profile &quot;%1&quot;; choose agent, stdin or console</translation>
    </message>
    <message>
        <source>there is no language &quot;%1&quot;; choose en or zh_CN</source>
        <translation>there is no language &quot;%1&quot;; choose en or zh_CN</translation>
    </message>
    <message>
        <source>there is no theme &quot;%1&quot;; choose light, dark or system</source>
        <translation>there is no theme &quot;%1&quot;; choose light, dark or system</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no number of milliseconds</source>
        <translation>&quot;%1&quot; is no number of milliseconds</translation>
    </message>
    <message>
        <source>Show this help.</source>
        <translation>Show this help.</translation>
    </message>
</context>
<context>
    <name>otabench::gui::SupportBundleAct</name>
    <message>
        <source>Save a support bundle</source>
        <translation>Save a support bundle</translation>
    </message>
    <message>
        <source>Packed archives (*.tar.gz)</source>
        <translation>Packed archives (*.tar.gz)</translation>
    </message>
    <message>
        <source>Packing %1…</source>
        <translation>Packing %1…</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Cancel</translation>
    </message>
    <message>
        <source>Support bundle</source>
        <translation>Support bundle</translation>
    </message>
    <message>
        <source>The support bundle has been written to %1.</source>
        <translation>The support bundle has been written to %1.</translation>
    </message>
    <message>
        <source>Keys, passwords and names of Wi-Fi networks have been left out. Look through it before you pass it on: boards may print what nobody can foresee.</source>
        <translation>Keys, passwords and names of Wi-Fi networks have been left out. Look through it before you pass it on: boards may print what nobody can foresee.</translation>
    </message>
    <message>
        <source>Open &amp;folder</source>
        <translation>Open &amp;folder</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Close</translation>
    </message>
    <message>
        <source>The support bundle could not be written to %1.</source>
        <translation>The support bundle could not be written to %1.</translation>
    </message>
</context>
<context>
    <name>otabench::gui::WindowCommands</name>
    <message>
        <source>Page</source>
        <translation>Page</translation>
    </message>
    <message>
        <source>Board</source>
        <translation>Board</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Window</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::AboutDialog</name>
    <message>
        <source>About otabench</source>
        <translation>About otabench</translation>
    </message>
    <message>
        <source>otabench&apos;s icon</source>
        <translation>otabench&apos;s icon</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>Version %1</translation>
    </message>
    <message>
        <source>Updates benches of ESP32-family boards over HTTPS, and proves that each came back running the new image. Free software under the Apache License 2.0.</source>
        <translation>Updates benches of ESP32-family boards over HTTPS, and proves that each came back running the new image. Free software under the Apache License 2.0.</translation>
    </message>
    <message>
        <source>It stands on</source>
        <translation>It stands on</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Close</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::AddBoardDialog</name>
    <message>
        <source>&amp;Command</source>
        <translation>&amp;Command</translation>
    </message>
    <message>
        <source>A&amp;dd</source>
        <translation>A&amp;dd</translation>
    </message>
    <message>
        <source>Add a board</source>
        <translation>Add a board</translation>
    </message>
    <message>
        <source>Agent: the otabench component in its firmware</source>
        <translation>Agent: the otabench component in its firmware</translation>
    </message>
    <message>
        <source>URL on standard input</source>
        <translation>URL on standard input</translation>
    </message>
    <message>
        <source>Command on its console</source>
        <translation>Command on its console</translation>
    </message>
    <message>
        <source>Ca&amp;ncel</source>
        <translation>Ca&amp;ncel</translation>
    </message>
    <message>
        <source>Also: pty:PATH, rfc2217://host:port, tcp://host:port</source>
        <translation>Also: pty:PATH, rfc2217://host:port, tcp://host:port</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>&amp;Address</translation>
    </message>
    <message>
        <source>&amp;Profile</source>
        <translation>&amp;Profile</translation>
    </message>
    <message>
        <source>The command must contain {url}, where the URL goes.</source>
        <translation>The command must contain {url}, where the URL goes.</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::Announcer</name>
    <message numerus="yes">
        <source>Updating %n board(s)</source>
        <translation>
            <numerusform>Updating %n board</numerusform>
            <numerusform>Updating %n boards</numerusform>
        </translation>
    </message>
    <message>
        <source>Update finished: %1 updated, %2 failed, %3 cancelled</source>
        <translation>Update finished: %1 updated, %2 failed, %3 cancelled</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>a board&apos;s name, then a phase such as &quot;Failed&quot;</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: %2. %3</source>
        <extracomment>a board&apos;s name, a phase such as &quot;Failed&quot;, the reason as a sentence</extracomment>
        <translation>%1: %2. %3</translation>
    </message>
    <message numerus="yes">
        <source>%n more board(s) failed.</source>
        <translation>
            <numerusform>%n more board failed.</numerusform>
            <numerusform>%n more boards failed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>otabench::widgets::AppearanceCard</name>
    <message>
        <source>Appearance</source>
        <translation>Appearance</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Language</translation>
    </message>
    <message>
        <source>Te&amp;xt size</source>
        <translation>Te&amp;xt size</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <extracomment>colours as the desktop has them</extracomment>
        <translation>As the desktop</translation>
    </message>
    <message>
        <source>Light</source>
        <extracomment>bright colours</extracomment>
        <translation>Light</translation>
    </message>
    <message>
        <source>Dark</source>
        <extracomment>dark colours</extracomment>
        <translation>Dark</translation>
    </message>
    <message>
        <source>As the system</source>
        <extracomment>the language of the desktop</extracomment>
        <translation>As the system</translation>
    </message>
    <message>
        <source>&amp;Notify the desktop when a campaign ends</source>
        <translation>&amp;Notify the desktop when a campaign ends</translation>
    </message>
    <message>
        <source>T&amp;heme</source>
        <translation>T&amp;heme</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::BackToLive</name>
    <message numerus="yes">
        <source>Back to live (%n new)</source>
        <translation>
            <numerusform>Back to live (%n new)</numerusform>
            <numerusform>Back to live (%n new)</numerusform>
        </translation>
    </message>
    <message>
        <source>Back to live</source>
        <translation>Back to live</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::BenchModel</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 of %2</translation>
    </message>
    <message>
        <source>State</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Board</source>
        <translation>Board</translation>
    </message>
    <message>
        <source>Chip</source>
        <translation>Chip</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Slot</source>
        <translation>Slot</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Progress</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Speed</translation>
    </message>
    <message>
        <source>Last log line</source>
        <translation>Last log line</translation>
    </message>
    <message>
        <source>%1 dBm</source>
        <extracomment>strength of a radio signal: %1 is a negative number</extracomment>
        <translation>%1 dBm</translation>
    </message>
    <message>
        <source>USB port %1, now %2</source>
        <translation>USB port %1, now %2</translation>
    </message>
    <message>
        <source>As its log told when it connected to the Wi-Fi</source>
        <translation>As its log told when it connected to the Wi-Fi</translation>
    </message>
    <message>
        <source>Not known: its log has not told it since the program started</source>
        <translation>Not known: its log has not told it since the program started</translation>
    </message>
    <message>
        <source>Place</source>
        <extracomment>where a board is plugged in</extracomment>
        <translation>Place</translation>
    </message>
    <message>
        <source>Bench</source>
        <extracomment>the group of boards that a board belongs to</extracomment>
        <translation>Bench</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Tags</translation>
    </message>
    <message>
        <source>Signal</source>
        <extracomment>strength of the Wi-Fi</extracomment>
        <translation>Signal</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>Time left</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::BenchPage</name>
    <message>
        <source>&amp;Retry failed (%1)</source>
        <translation>&amp;Retry failed (%1)</translation>
    </message>
    <message>
        <source>&amp;Retry failed</source>
        <translation>&amp;Retry failed</translation>
    </message>
    <message numerus="yes">
        <source>%n board(s)</source>
        <translation>
            <numerusform>%n board</numerusform>
            <numerusform>%n boards</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n board(s)</source>
        <translation>
            <numerusform>%1 of %n board</numerusform>
            <numerusform>%1 of %n boards</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Update…</source>
        <translation>&amp;Update…</translation>
    </message>
    <message>
        <source>Stop updating</source>
        <translation>Stop updating</translation>
    </message>
    <message numerus="yes">
        <source>Stop %n update(s)?</source>
        <translation>
            <numerusform>Stop %n update?</numerusform>
            <numerusform>Stop %n updates?</numerusform>
        </translation>
    </message>
    <message>
        <source>Boards that have not finished keep the image they run now. You can retry them later.</source>
        <translation>Boards that have not finished keep the image they run now. You can retry them later.</translation>
    </message>
    <message>
        <source>&amp;Stop updates</source>
        <translation>&amp;Stop updates</translation>
    </message>
    <message>
        <source>&amp;Keep going</source>
        <translation>&amp;Keep going</translation>
    </message>
    <message>
        <source>Bench</source>
        <extracomment>the group of boards on the table, and the page that shows it</extracomment>
        <translation>Bench</translation>
    </message>
    <message>
        <source>Filter boards</source>
        <translation>Filter boards</translation>
    </message>
    <message>
        <source>&amp;Add board…</source>
        <translation>&amp;Add board…</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Stop</translation>
    </message>
    <message>
        <source>No boards yet</source>
        <translation>No boards yet</translation>
    </message>
    <message>
        <source>&amp;Try the demonstration bench</source>
        <translation>&amp;Try the demonstration bench</translation>
    </message>
    <message>
        <source>Add a &amp;board…</source>
        <translation>Add a &amp;board…</translation>
    </message>
    <message>
        <source>No board matches the filter</source>
        <translation>No board matches the filter</translation>
    </message>
    <message>
        <source>&amp;Clear the filter</source>
        <translation>&amp;Clear the filter</translation>
    </message>
    <message>
        <source>Plug in a board and look for ports again (F5), or try the demonstration bench: eight virtual boards that are updated exactly like real ones.</source>
        <translation>Plug in a board and look for ports again (F5), or try the demonstration bench: eight virtual boards that are updated exactly like real ones.</translation>
    </message>
    <message>
        <source>&amp;Look for ports</source>
        <translation>&amp;Look for ports</translation>
    </message>
    <message>
        <source>Look for serial ports of this computer again (F5)</source>
        <translation>Look for serial ports of this computer again (F5)</translation>
    </message>
    <message>
        <source>All boards</source>
        <translation>All boards</translation>
    </message>
    <message>
        <source>Show the boards of one bench</source>
        <translation>Show the boards of one bench</translation>
    </message>
    <message>
        <source>As a table</source>
        <translation>As a table</translation>
    </message>
    <message>
        <source>As a wall of tiles, to be read from afar</source>
        <translation>As a wall of tiles, to be read from afar</translation>
    </message>
    <message>
        <source>As a wall of tiles</source>
        <translation>As a wall of tiles</translation>
    </message>
    <message>
        <source>The filter looks at names, addresses, benches, tags and versions.</source>
        <translation>The filter looks at names, addresses, benches, tags and versions.</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::BoardActions</name>
    <message>
        <source>&amp;Restart</source>
        <translation>&amp;Restart</translation>
    </message>
    <message>
        <source>&amp;Image and trust</source>
        <translation>&amp;Image and trust</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Copy</translation>
    </message>
    <message numerus="yes">
        <source>%n board(s): %1</source>
        <translation>
            <numerusform>%n board: %1</numerusform>
            <numerusform>%n boards: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Restart into the bootloader</source>
        <translation>Restart into the bootloader</translation>
    </message>
    <message>
        <source>Restart %1 into the bootloader?</source>
        <translation>Restart %1 into the bootloader?</translation>
    </message>
    <message>
        <source>The firmware stops, and the chip waits for a flashing tool until it is restarted or loses power.</source>
        <translation>The firmware stops, and the chip waits for a flashing tool until it is restarted or loses power.</translation>
    </message>
    <message>
        <source>&amp;Into the bootloader</source>
        <translation>&amp;Into the bootloader</translation>
    </message>
    <message>
        <source>It runs %1 from %2. That image is marked invalid, and the board restarts into the one that it ran before.</source>
        <translation>It runs %1 from %2. That image is marked invalid, and the board restarts into the one that it ran before.</translation>
    </message>
    <message>
        <source>The images they run are marked invalid, and the boards restart into those that they ran before.</source>
        <translation>The images they run are marked invalid, and the boards restart into those that they ran before.</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>Roll back</translation>
    </message>
    <message>
        <source>Roll back %1?</source>
        <translation>Roll back %1?</translation>
    </message>
    <message>
        <source>&amp;Roll back</source>
        <translation>&amp;Roll back</translation>
    </message>
    <message>
        <source>Send the lab CA</source>
        <translation>Send the lab CA</translation>
    </message>
    <message>
        <source>Have %1 trust this lab&apos;s CA?</source>
        <translation>Have %1 trust this lab&apos;s CA?</translation>
    </message>
    <message>
        <source>It is stored in the board and replaces every certificate that it trusts now, also those of other labs.</source>
        <translation>It is stored in the board and replaces every certificate that it trusts now, also those of other labs.</translation>
    </message>
    <message>
        <source>&amp;Send the CA</source>
        <translation>&amp;Send the CA</translation>
    </message>
    <message>
        <source>Lend the port</source>
        <translation>Lend the port</translation>
    </message>
    <message>
        <source>Lend %1, the port of %2, to another program?</source>
        <translation>Lend %1, the port of %2, to another program?</translation>
    </message>
    <message>
        <source>Every otabench of yours closes it until you take it back here or quit: the board&apos;s log is not followed meanwhile, and it cannot be updated.</source>
        <translation>Every otabench of yours closes it until you take it back here or quit: the board&apos;s log is not followed meanwhile, and it cannot be updated.</translation>
    </message>
    <message>
        <source>&amp;Lend the port</source>
        <translation>&amp;Lend the port</translation>
    </message>
    <message>
        <source>Remove from the bench</source>
        <translation>Remove from the bench</translation>
    </message>
    <message>
        <source>Remove %1 from the bench?</source>
        <translation>Remove %1 from the bench?</translation>
    </message>
    <message>
        <source>Its log and state are no longer followed; nothing is changed on it. A board on a serial port comes back when ports are looked for again.</source>
        <translation>Its log and state are no longer followed; nothing is changed on it. A board on a serial port comes back when ports are looked for again.</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Remove</translation>
    </message>
    <message>
        <source>&amp;Forget its name, bench and tags as well</source>
        <translation>&amp;Forget its name, bench and tags as well</translation>
    </message>
    <message>
        <source>&amp;Update these…</source>
        <translation>&amp;Update these…</translation>
    </message>
    <message>
        <source>Re&amp;try</source>
        <translation>Re&amp;try</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>&amp;Open</translation>
    </message>
    <message>
        <source>&amp;Name…</source>
        <translation>&amp;Name…</translation>
    </message>
    <message>
        <source>Move to &amp;bench…</source>
        <translation>Move to &amp;bench…</translation>
    </message>
    <message>
        <source>Ta&amp;gs…</source>
        <translation>Ta&amp;gs…</translation>
    </message>
    <message>
        <source>&amp;Find it: blink</source>
        <translation>&amp;Find it: blink</translation>
    </message>
    <message>
        <source>As&amp;k who it is</source>
        <translation>As&amp;k who it is</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>&amp;Run</translation>
    </message>
    <message>
        <source>Into the &amp;bootloader…</source>
        <translation>Into the &amp;bootloader…</translation>
    </message>
    <message>
        <source>&amp;Confirm the image</source>
        <translation>&amp;Confirm the image</translation>
    </message>
    <message>
        <source>&amp;Roll back…</source>
        <translation>&amp;Roll back…</translation>
    </message>
    <message>
        <source>&amp;Send the lab CA…</source>
        <translation>&amp;Send the lab CA…</translation>
    </message>
    <message>
        <source>Con&amp;sole</source>
        <translation>Con&amp;sole</translation>
    </message>
    <message>
        <source>&amp;Lend the port…</source>
        <translation>&amp;Lend the port…</translation>
    </message>
    <message>
        <source>Take the &amp;port back</source>
        <translation>Take the &amp;port back</translation>
    </message>
    <message>
        <source>Re&amp;move…</source>
        <translation>Re&amp;move…</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <extracomment>of a board</extracomment>
        <translation>&amp;Address</translation>
    </message>
    <message>
        <source>&amp;MAC address</source>
        <translation>&amp;MAC address</translation>
    </message>
    <message>
        <source>&amp;Row</source>
        <extracomment>of the table: everything that it says of a board</extracomment>
        <translation>&amp;Row</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::BoardChooser</name>
    <message>
        <source>All &amp;boards</source>
        <translation>All &amp;boards</translation>
    </message>
    <message numerus="yes">
        <source>%n board(s)</source>
        <translation>
            <numerusform>%n board</numerusform>
            <numerusform>%n boards</numerusform>
        </translation>
    </message>
    <message>
        <source>Boards shown: %1</source>
        <translation>Boards shown: %1</translation>
    </message>
    <message>
        <source>Name, address, bench or tag</source>
        <translation>Name, address, bench or tag</translation>
    </message>
    <message>
        <source>Find boards</source>
        <translation>Find boards</translation>
    </message>
    <message>
        <source>Boards whose lines are shown</source>
        <translation>Boards whose lines are shown</translation>
    </message>
    <message>
        <source>&amp;Only these</source>
        <extracomment>ticks the boards that the filter leaves in the list</extracomment>
        <translation>&amp;Only these</translation>
    </message>
    <message>
        <source>&amp;All boards</source>
        <translation>&amp;All boards</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::BoardConsole</name>
    <message>
        <source>Paste into the console</source>
        <translation>Paste into the console</translation>
    </message>
    <message numerus="yes">
        <source>Send %n line(s) to %1?</source>
        <translation>
            <numerusform>Send %n line to %1?</numerusform>
            <numerusform>Send %n lines to %1?</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Send the lines</source>
        <translation>&amp;Send the lines</translation>
    </message>
    <message>
        <source>The board is being updated: its console is free again afterwards.</source>
        <translation>The board is being updated: its console is free again afterwards.</translation>
    </message>
    <message>
        <source>The port is lent to another program: take it back to write to the board.</source>
        <translation>The port is lent to another program: take it back to write to the board.</translation>
    </message>
    <message>
        <source>The board&apos;s port is not open.</source>
        <translation>The board&apos;s port is not open.</translation>
    </message>
    <message>
        <source>Type a line for the board</source>
        <translation>Type a line for the board</translation>
    </message>
    <message>
        <source>Line for the board&apos;s console</source>
        <translation>Line for the board&apos;s console</translation>
    </message>
    <message>
        <source>no end</source>
        <extracomment>a line without an end</extracomment>
        <translation>no end</translation>
    </message>
    <message>
        <source>What ends a line</source>
        <translation>What ends a line</translation>
    </message>
    <message>
        <source>Se&amp;nd</source>
        <translation>Se&amp;nd</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::BoardDetails</name>
    <message>
        <source>Agent: the otabench component in its firmware</source>
        <translation>Agent: the otabench component in its firmware</translation>
    </message>
    <message>
        <source>URL on standard input</source>
        <translation>URL on standard input</translation>
    </message>
    <message>
        <source>Restart only</source>
        <translation>Restart only</translation>
    </message>
    <message>
        <source>Console command: %1</source>
        <translation>Console command: %1</translation>
    </message>
    <message>
        <source>%1, revision %2.%3</source>
        <extracomment>%1 is a chip, %2 and %3 its revision</extracomment>
        <translation>%1, revision %2.%3</translation>
    </message>
    <message>
        <source>State</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Project</translation>
    </message>
    <message>
        <source>Chip</source>
        <translation>Chip</translation>
    </message>
    <message>
        <source>MAC address</source>
        <translation>MAC address</translation>
    </message>
    <message>
        <source>ESP-IDF</source>
        <translation>ESP-IDF</translation>
    </message>
    <message>
        <source>Build</source>
        <extracomment>digest that tells builds apart</extracomment>
        <translation>Build</translation>
    </message>
    <message>
        <source>Trusts</source>
        <extracomment>CA certificates that the board trusts</extracomment>
        <translation>Trusts</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Profile</source>
        <extracomment>how the board is told to update</extracomment>
        <translation>Profile</translation>
    </message>
    <message>
        <source>Ask the board who it is</source>
        <translation>Ask the board who it is</translation>
    </message>
    <message>
        <source>R&amp;estart</source>
        <translation>R&amp;estart</translation>
    </message>
    <message>
        <source>Restart the board</source>
        <translation>Restart the board</translation>
    </message>
    <message>
        <source>Take the board off the bench; nothing is changed on it</source>
        <translation>Take the board off the bench; nothing is changed on it</translation>
    </message>
    <message>
        <source>runs %1</source>
        <translation>runs %1</translation>
    </message>
    <message>
        <source>runs %1, %2</source>
        <translation>runs %1, %2</translation>
    </message>
    <message>
        <source>%1 by the record</source>
        <translation>%1 by the record</translation>
    </message>
    <message>
        <source>contents not known</source>
        <extracomment>what a slot of a board holds</extracomment>
        <translation>contents not known</translation>
    </message>
    <message>
        <source>next</source>
        <extracomment>the slot that the next image goes to</extracomment>
        <translation>next</translation>
    </message>
    <message>
        <source>not of this lab: %1</source>
        <translation>not of this lab: %1</translation>
    </message>
    <message>
        <source>secure version %1 or later</source>
        <translation>secure version %1 or later</translation>
    </message>
    <message>
        <source>takes unsigned images</source>
        <translation>takes unsigned images</translation>
    </message>
    <message numerus="yes">
        <source>signed with one of %n key(s)</source>
        <translation>
            <numerusform>signed with %n key</numerusform>
            <numerusform>signed with one of %n keys</numerusform>
        </translation>
    </message>
    <message>
        <source>takes encrypted images</source>
        <translation>takes encrypted images</translation>
    </message>
    <message>
        <source>%1 free, at least %2 so far</source>
        <translation>%1 free, at least %2 so far</translation>
    </message>
    <message>
        <source>%1 free</source>
        <translation>%1 free</translation>
    </message>
    <message>
        <source>%1 of the agent&apos;s stack never used</source>
        <translation>%1 of the agent&apos;s stack never used</translation>
    </message>
    <message numerus="yes">
        <source>%n boot(s)</source>
        <translation>
            <numerusform>%n boot</numerusform>
            <numerusform>%n boots</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, the last by %2</source>
        <extracomment>%1: number of boots, %2: why it was reset last</extracomment>
        <translation>%1, the last by %2</translation>
    </message>
    <message numerus="yes">
        <source>%n connection(s), %1 resumed</source>
        <translation>
            <numerusform>%n connection, %1 resumed</numerusform>
            <numerusform>%n connections, %1 resumed</numerusform>
        </translation>
    </message>
    <message>
        <source>last handshake %1 ms</source>
        <translation>last handshake %1 ms</translation>
    </message>
    <message numerus="yes">
        <source>%n connection(s) lost</source>
        <translation>
            <numerusform>%n connection lost</numerusform>
            <numerusform>%n connections lost</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of memory left at least</source>
        <translation>%1 of memory left at least</translation>
    </message>
    <message>
        <source>first updated here on %1</source>
        <translation>first updated here on %1</translation>
    </message>
    <message>
        <source>attached now</source>
        <translation>attached now</translation>
    </message>
    <message>
        <source>last updated on %1</source>
        <translation>last updated on %1</translation>
    </message>
    <message>
        <source>%1 dBm</source>
        <translation>%1 dBm</translation>
    </message>
    <message>
        <source>Bench</source>
        <extracomment>the group of boards that a board belongs to</extracomment>
        <translation>Bench</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Tags</translation>
    </message>
    <message>
        <source>Slots</source>
        <translation>Slots</translation>
    </message>
    <message>
        <source>Demands</source>
        <extracomment>what a board asks of an image</extracomment>
        <translation>Demands</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Memory</translation>
    </message>
    <message>
        <source>Boots</source>
        <extracomment>how often a board has booted</extracomment>
        <translation>Boots</translation>
    </message>
    <message>
        <source>Last update</source>
        <extracomment>what the last update has cost the board</extracomment>
        <translation>Last update</translation>
    </message>
    <message>
        <source>Signal</source>
        <extracomment>strength of the Wi-Fi</extracomment>
        <translation>Signal</translation>
    </message>
    <message>
        <source>Place</source>
        <extracomment>where a board is plugged in</extracomment>
        <translation>Place</translation>
    </message>
    <message>
        <source>Seen</source>
        <extracomment>since when a board is known</extracomment>
        <translation>Seen</translation>
    </message>
    <message>
        <source>&amp;Blink</source>
        <translation>&amp;Blink</translation>
    </message>
    <message>
        <source>Blink the board&apos;s LED, to find it</source>
        <translation>Blink the board&apos;s LED, to find it</translation>
    </message>
    <message>
        <source>As&amp;k again</source>
        <translation>As&amp;k again</translation>
    </message>
    <message>
        <source>Con&amp;firm</source>
        <translation>Con&amp;firm</translation>
    </message>
    <message>
        <source>The running image is good: it is not rolled back any more</source>
        <translation>The running image is good: it is not rolled back any more</translation>
    </message>
    <message>
        <source>Ro&amp;ll back…</source>
        <translation>Ro&amp;ll back…</translation>
    </message>
    <message>
        <source>Restart the board into the image that it ran before</source>
        <translation>Restart the board into the image that it ran before</translation>
    </message>
    <message>
        <source>Send &amp;CA…</source>
        <translation>Send &amp;CA…</translation>
    </message>
    <message>
        <source>Have the board trust this lab&apos;s CA</source>
        <translation>Have the board trust this lab&apos;s CA</translation>
    </message>
    <message>
        <source>C&amp;onsole</source>
        <translation>C&amp;onsole</translation>
    </message>
    <message>
        <source>Type lines for the board&apos;s console</source>
        <translation>Type lines for the board&apos;s console</translation>
    </message>
    <message>
        <source>Re&amp;move…</source>
        <translation>Re&amp;move…</translation>
    </message>
    <message>
        <source>power on</source>
        <translation>power on</translation>
    </message>
    <message>
        <source>its reset pin</source>
        <translation>its reset pin</translation>
    </message>
    <message>
        <source>its software</source>
        <translation>its software</translation>
    </message>
    <message>
        <source>a panic</source>
        <translation>a panic</translation>
    </message>
    <message>
        <source>a watchdog</source>
        <translation>a watchdog</translation>
    </message>
    <message>
        <source>a drop of its supply (brownout)</source>
        <translation>a drop of its supply (brownout)</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::BoardHistory</name>
    <message>
        <source>History of the board</source>
        <translation>History of the board</translation>
    </message>
    <message>
        <source>No update of this board has been recorded yet.</source>
        <translation>No update of this board has been recorded yet.</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::BoardHistoryModel</name>
    <message>
        <source>campaign %1</source>
        <extracomment>an update of one image to many boards, by its number</extracomment>
        <translation>campaign %1</translation>
    </message>
    <message>
        <source>When</source>
        <translation>When</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>What happened</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Image</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::BoardNamingDialog</name>
    <message>
        <source>Give at most %1 characters on one line, without commas.</source>
        <translation>Give at most %1 characters on one line, without commas.</translation>
    </message>
    <message>
        <source>Name the board</source>
        <translation>Name the board</translation>
    </message>
    <message>
        <source>&amp;Name of %1:</source>
        <translation>&amp;Name of %1:</translation>
    </message>
    <message>
        <source>The name goes where the board goes, also to another port. Without one the board is called as its port.</source>
        <translation>The name goes where the board goes, also to another port. Without one the board is called as its port.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Move to a bench</source>
        <translation>Move to a bench</translation>
    </message>
    <message>
        <source>&amp;Bench of %1:</source>
        <translation>&amp;Bench of %1:</translation>
    </message>
    <message>
        <source>A bench is a named group of boards; a board is on one at most. Empty: on none.</source>
        <translation>A bench is a named group of boards; a board is on one at most. Empty: on none.</translation>
    </message>
    <message>
        <source>Bench</source>
        <translation>Bench</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Tags</translation>
    </message>
    <message>
        <source>&amp;Tags of %1:</source>
        <translation>&amp;Tags of %1:</translation>
    </message>
    <message>
        <source>Separated by commas. Tags that only some of these boards have stay as they are.</source>
        <translation>Separated by commas. Tags that only some of these boards have stay as they are.</translation>
    </message>
    <message>
        <source>Separated by commas.</source>
        <translation>Separated by commas.</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Save</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Cancel</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::BoardPanel</name>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Log</translation>
    </message>
    <message>
        <source>History</source>
        <translation>History</translation>
    </message>
    <message>
        <source>The selected board</source>
        <translation>The selected board</translation>
    </message>
    <message>
        <source>Close the details (Esc)</source>
        <translation>Close the details (Esc)</translation>
    </message>
    <message>
        <source>Close the details</source>
        <translation>Close the details</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::BoardTable</name>
    <message>
        <source>&amp;Reset the columns</source>
        <translation>&amp;Reset the columns</translation>
    </message>
    <message>
        <source>Boards</source>
        <translation>Boards</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::BoardWall</name>
    <message>
        <source>Boards</source>
        <translation>Boards</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::BoardsView</name>
    <message>
        <source>Boards</source>
        <translation>Boards</translation>
    </message>
    <message>
        <source>What was done to the board</source>
        <translation>What was done to the board</translation>
    </message>
    <message>
        <source>Choose a board to see everything that was done to it.</source>
        <translation>Choose a board to see everything that was done to it.</translation>
    </message>
    <message>
        <source>Everything that was done to %1</source>
        <translation>Everything that was done to %1</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::BusyStrip</name>
    <message>
        <source>Cancel</source>
        <translation>Cancel</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::CampaignPage</name>
    <message>
        <source>Campaign</source>
        <translation>Campaign</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>&amp;Go on</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pause</translation>
    </message>
    <message>
        <source>&amp;Retry failed (%1)</source>
        <translation>&amp;Retry failed (%1)</translation>
    </message>
    <message>
        <source>&amp;Retry failed</source>
        <translation>&amp;Retry failed</translation>
    </message>
    <message numerus="yes">
        <source>%n board(s)</source>
        <translation>
            <numerusform>%n board</numerusform>
            <numerusform>%n boards</numerusform>
        </translation>
    </message>
    <message>
        <source>Board, state or reason</source>
        <translation>Board, state or reason</translation>
    </message>
    <message>
        <source>Filter the campaign&apos;s boards</source>
        <translation>Filter the campaign&apos;s boards</translation>
    </message>
    <message>
        <source>No further board is started until the campaign goes on</source>
        <translation>No further board is started until the campaign goes on</translation>
    </message>
    <message>
        <source>&amp;Stop…</source>
        <translation>&amp;Stop…</translation>
    </message>
    <message>
        <source>Update the boards that failed or were cancelled again</source>
        <translation>Update the boards that failed or were cancelled again</translation>
    </message>
    <message>
        <source>Retur&amp;n…</source>
        <translation>Retur&amp;n…</translation>
    </message>
    <message>
        <source>Give the updated boards the image back that they ran before</source>
        <translation>Give the updated boards the image back that they ran before</translation>
    </message>
    <message>
        <source>&amp;Update…</source>
        <translation>&amp;Update…</translation>
    </message>
    <message>
        <source>No campaign yet</source>
        <translation>No campaign yet</translation>
    </message>
    <message>
        <source>An update of one or more boards is a campaign. Here you follow every board from its download to the proof that it runs the new image.</source>
        <translation>An update of one or more boards is a campaign. Here you follow every board from its download to the proof that it runs the new image.</translation>
    </message>
    <message>
        <source>Plan an &amp;update…</source>
        <translation>Plan an &amp;update…</translation>
    </message>
    <message>
        <source>Show the &amp;bench</source>
        <translation>Show the &amp;bench</translation>
    </message>
    <message numerus="yes">
        <source>&amp;Start %n update(s)</source>
        <translation>
            <numerusform>&amp;Start %n update</numerusform>
            <numerusform>&amp;Start %n updates</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>&amp;Start</translation>
    </message>
    <message>
        <source>A campaign runs: wait for its end, or stop it</source>
        <translation>A campaign runs: wait for its end, or stop it</translation>
    </message>
    <message>
        <source>Re&amp;port</source>
        <translation>Re&amp;port</translation>
    </message>
    <message>
        <source>Save or print what was done, and the acceptance sheet</source>
        <translation>Save or print what was done, and the acceptance sheet</translation>
    </message>
    <message>
        <source>&amp;Save the report…</source>
        <translation>&amp;Save the report…</translation>
    </message>
    <message>
        <source>Save the &amp;acceptance sheet…</source>
        <translation>Save the &amp;acceptance sheet…</translation>
    </message>
    <message>
        <source>&amp;Print the report…</source>
        <translation>&amp;Print the report…</translation>
    </message>
    <message>
        <source>Print the acceptance s&amp;heet…</source>
        <translation>Print the acceptance s&amp;heet…</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>&amp;Discard</translation>
    </message>
    <message>
        <source>Forget this plan</source>
        <translation>Forget this plan</translation>
    </message>
    <message>
        <source>&amp;Ask again</source>
        <translation>&amp;Ask again</translation>
    </message>
    <message>
        <source>Ask the boards once more what they run</source>
        <translation>Ask the boards once more what they run</translation>
    </message>
    <message>
        <source>&amp;Change…</source>
        <translation>&amp;Change…</translation>
    </message>
    <message>
        <source>Back to the dialog, with this plan</source>
        <translation>Back to the dialog, with this plan</translation>
    </message>
    <message>
        <source>Campaign plan</source>
        <translation>Campaign plan</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::CampaignQuestions</name>
    <message>
        <source>Stop the campaign</source>
        <translation>Stop the campaign</translation>
    </message>
    <message>
        <source>Stop the campaign?</source>
        <translation>Stop the campaign?</translation>
    </message>
    <message>
        <source>No further board is started.</source>
        <translation>No further board is started.</translation>
    </message>
    <message numerus="yes">
        <source>No further board is started. What becomes of the %n board(s) under way? A board whose update is broken off keeps the image it runs now.</source>
        <translation>
            <numerusform>No further board is started. What becomes of the %n board under way? A board whose update is broken off keeps the image it runs now.</numerusform>
            <numerusform>No further board is started. What becomes of the %n boards under way? A board whose update is broken off keeps the image it runs now.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Finish them, then stop</source>
        <translation>&amp;Finish them, then stop</translation>
    </message>
    <message>
        <source>&amp;Break them off</source>
        <translation>&amp;Break them off</translation>
    </message>
    <message>
        <source>&amp;Stop the campaign</source>
        <translation>&amp;Stop the campaign</translation>
    </message>
    <message>
        <source>&amp;Keep going</source>
        <translation>&amp;Keep going</translation>
    </message>
    <message numerus="yes">
        <source>%n board(s) get %1</source>
        <extracomment>boards get back an image that they ran before; %1 is its file</extracomment>
        <translation>
            <numerusform>%n board gets %1</numerusform>
            <numerusform>%n boards get %1</numerusform>
        </translation>
    </message>
    <message>
        <source>One image after the other.</source>
        <translation>One image after the other.</translation>
    </message>
    <message>
        <source>Return to the previous image</source>
        <translation>Return to the previous image</translation>
    </message>
    <message numerus="yes">
        <source>Give %n board(s) the image back that they ran before?</source>
        <translation>
            <numerusform>Give %n board the image back that it ran before?</numerusform>
            <numerusform>Give %n boards the image back that they ran before?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Return %n board(s)</source>
        <translation>
            <numerusform>&amp;Return %n board</numerusform>
            <numerusform>&amp;Return %n boards</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Cancel</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::CampaignSummary</name>
    <message>
        <source>Starts on %1, in %2</source>
        <extracomment>%1 is a date and time, %2 a countdown such as 1:02:03</extracomment>
        <translation>Starts on %1, in %2</translation>
    </message>
    <message numerus="yes">
        <source>Paused: %1 of %n board(s) have ended, no further one is started</source>
        <translation>
            <numerusform>Paused: %1 of %n board has ended, no further one is started</numerusform>
            <numerusform>Paused: %1 of %n boards have ended, no further one is started</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n board(s) have ended</source>
        <translation>
            <numerusform>%1 of %n board has ended</numerusform>
            <numerusform>%1 of %n boards have ended</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Done: all of %n board(s) run the image</source>
        <translation>
            <numerusform>Done: %n board runs the image</numerusform>
            <numerusform>Done: all %n boards run the image</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Ended: %1 of %n board(s) run the image</source>
        <translation>
            <numerusform>Ended: %1 of %n board runs the image</numerusform>
            <numerusform>Ended: %1 of %n boards run the image</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 sent</source>
        <extracomment>an amount of data that boards have received</extracomment>
        <translation>%1 sent</translation>
    </message>
    <message>
        <source>Under way</source>
        <extracomment>boards that are being updated now; follows an icon, a number comes after</extracomment>
        <translation>Under way</translation>
    </message>
    <message>
        <source>Waiting</source>
        <extracomment>boards whose turn has not come; follows an icon, a number comes after</extracomment>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>Not proved or rolled back</source>
        <translation>Not proved or rolled back</translation>
    </message>
    <message>
        <source>Show only these boards</source>
        <translation>Show only these boards</translation>
    </message>
    <message>
        <source>Boards by outcome</source>
        <translation>Boards by outcome</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::CampaignsView</name>
    <message>
        <source>All images</source>
        <translation>All images</translation>
    </message>
    <message>
        <source>All operators</source>
        <translation>All operators</translation>
    </message>
    <message>
        <source>All stations</source>
        <translation>All stations</translation>
    </message>
    <message>
        <source>Campaign %1: %2 for %3</source>
        <extracomment>%1 is the number of a campaign, %2 an image with its version, %3 a chip</extracomment>
        <translation>Campaign %1: %2 for %3</translation>
    </message>
    <message>
        <source>File: %1</source>
        <translation>File: %1</translation>
    </message>
    <message>
        <source>SHA-256: %1</source>
        <translation>SHA-256: %1</translation>
    </message>
    <message>
        <source>From %1, for %2</source>
        <translation>From %1, for %2</translation>
    </message>
    <message>
        <source>From %1, not ended</source>
        <translation>From %1, not ended</translation>
    </message>
    <message>
        <source>All results</source>
        <translation>All results</translation>
    </message>
    <message>
        <source>All boards good</source>
        <translation>All boards good</translation>
    </message>
    <message>
        <source>With failures</source>
        <translation>With failures</translation>
    </message>
    <message>
        <source>Not ended</source>
        <translation>Not ended</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Result</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Image</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>Station</translation>
    </message>
    <message>
        <source>Campaigns</source>
        <translation>Campaigns</translation>
    </message>
    <message>
        <source>Boards of the campaign</source>
        <translation>Boards of the campaign</translation>
    </message>
    <message>
        <source>No campaign fits the filter</source>
        <translation>No campaign fits the filter</translation>
    </message>
    <message>
        <source>The search looks into images, boards, operators and stations.</source>
        <translation>The search looks into images, boards, operators and stations.</translation>
    </message>
    <message>
        <source>&amp;Clear the filter</source>
        <translation>&amp;Clear the filter</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::CauseModel</name>
    <message numerus="yes">
        <source>%n × %1</source>
        <extracomment>a cause of failures, and how many boards failed by it</extracomment>
        <translation>
            <numerusform>%n × %1</numerusform>
            <numerusform>%n × %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>otabench::widgets::CertificateCard</name>
    <message>
        <source>Names</source>
        <translation>Names</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Key</translation>
    </message>
    <message>
        <source>For boards</source>
        <translation>For boards</translation>
    </message>
    <message>
        <source>Signed by</source>
        <translation>Signed by</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>Serial number</translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation>Fingerprint</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::CertificateText</name>
    <message>
        <source>Expired</source>
        <extracomment>of a certificate</extracomment>
        <translation>Expired</translation>
    </message>
    <message>
        <source>Not yet valid</source>
        <extracomment>of a certificate</extracomment>
        <translation>Not yet valid</translation>
    </message>
    <message>
        <source>Ends soon</source>
        <extracomment>of a certificate</extracomment>
        <translation>Ends soon</translation>
    </message>
    <message>
        <source>Valid</source>
        <extracomment>of a certificate</extracomment>
        <translation>Valid</translation>
    </message>
    <message>
        <source>valid from %1 on</source>
        <translation>valid from %1 on</translation>
    </message>
    <message numerus="yes">
        <source>expired %n day(s) ago, on %1</source>
        <translation>
            <numerusform>expired %n day ago, on %1</numerusform>
            <numerusform>expired %n days ago, on %1</numerusform>
        </translation>
    </message>
    <message>
        <source>expires today</source>
        <translation>expires today</translation>
    </message>
    <message numerus="yes">
        <source>expires in %n year(s), on %1</source>
        <translation>
            <numerusform>expires in %n year, on %1</numerusform>
            <numerusform>expires in %n years, on %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>expires in %n day(s), on %1</source>
        <translation>
            <numerusform>expires in %n day, on %1</numerusform>
            <numerusform>expires in %n days, on %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Costs a board about 0.5 KB; a signature check takes at most 27 to 67 ms on chips with an ECC accelerator (ESP32-C2, C6, H2), longer on the others.</source>
        <translation>Costs a board about 0.5 KB; a signature check takes at most 27 to 67 ms on chips with an ECC accelerator (ESP32-C2, C6, H2), longer on the others.</translation>
    </message>
    <message>
        <source>Costs a board about 0.6 KB, and about three times the work of P-256, in software on most chips.</source>
        <translation>Costs a board about 0.6 KB, and about three times the work of P-256, in software on most chips.</translation>
    </message>
    <message>
        <source>Costs a board about 0.9 KB; a signature check takes at most 19 to 48 ms with the chips&apos; RSA accelerator, several times that without one (ESP32-C2).</source>
        <translation>Costs a board about 0.9 KB; a signature check takes at most 19 to 48 ms with the chips&apos; RSA accelerator, several times that without one (ESP32-C2).</translation>
    </message>
    <message>
        <source>Costs a board about 1.2 KB; a signature check takes at most 33 to 45 ms with the chips&apos; RSA accelerator, several times that without one (ESP32-C2).</source>
        <translation>Costs a board about 1.2 KB; a signature check takes at most 33 to 45 ms with the chips&apos; RSA accelerator, several times that without one (ESP32-C2).</translation>
    </message>
    <message>
        <source>Costs a board about 1.4 KB, near the limit of small TLS buffers; a signature check takes at most 141 to 190 ms on ESP32, S2 and S3, and some chips&apos; accelerators end at 3072 bits.</source>
        <translation>Costs a board about 1.4 KB, near the limit of small TLS buffers; a signature check takes at most 141 to 190 ms on ESP32, S2 and S3, and some chips&apos; accelerators end at 3072 bits.</translation>
    </message>
    <message>
        <source>%1, signed with %2</source>
        <extracomment>%1 is a kind of key, %2 how it was signed</extracomment>
        <translation>%1, signed with %2</translation>
    </message>
    <message>
        <source>New CA</source>
        <extracomment>of two CAs: the one that issues</extracomment>
        <translation>New CA</translation>
    </message>
    <message>
        <source>Old CA</source>
        <extracomment>of two CAs: the one before</extracomment>
        <translation>Old CA</translation>
    </message>
    <message>
        <source>Retired CA</source>
        <extracomment>a CA that boards are to forget</extracomment>
        <translation>Retired CA</translation>
    </message>
    <message>
        <source>Refused</source>
        <extracomment>verdict: boards refuse the server for this</extracomment>
        <translation>Refused</translation>
    </message>
    <message>
        <source>Warning</source>
        <extracomment>verdict</extracomment>
        <translation>Warning</translation>
    </message>
    <message>
        <source>Good</source>
        <extracomment>verdict</extracomment>
        <translation>Good</translation>
    </message>
    <message>
        <source>Name, ESP-IDF 5.2 and later</source>
        <translation>Name, ESP-IDF 5.2 and later</translation>
    </message>
    <message>
        <source>Name, older ESP-IDF</source>
        <translation>Name, older ESP-IDF</translation>
    </message>
    <message>
        <source>Dates, with a clock</source>
        <translation>Dates, with a clock</translation>
    </message>
    <message>
        <source>Dates, without a clock</source>
        <translation>Dates, without a clock</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Key</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>Signature</translation>
    </message>
    <message>
        <source>Usage</source>
        <translation>Usage</translation>
    </message>
    <message>
        <source>Chain</source>
        <translation>Chain</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Size</translation>
    </message>
    <message>
        <source>Real handshake</source>
        <translation>Real handshake</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::CertificatesPage</name>
    <message>
        <source>Certificates</source>
        <translation>Certificates</translation>
    </message>
    <message>
        <source>Retiring the old CA…</source>
        <translation>Retiring the old CA…</translation>
    </message>
    <message>
        <source>Forgetting the board…</source>
        <translation>Forgetting the board…</translation>
    </message>
    <message>
        <source>Reading the certificates…</source>
        <translation>Reading the certificates…</translation>
    </message>
    <message>
        <source>Lab CA</source>
        <translation>Lab CA</translation>
    </message>
    <message>
        <source>Its key is protected by a passphrase.</source>
        <translation>Its key is protected by a passphrase.</translation>
    </message>
    <message>
        <source>Its key has no passphrase; only you can read its file.</source>
        <translation>Its key has no passphrase; only you can read its file.</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Made by itself when the first update starts, for every address of this computer.</source>
        <translation>Made by itself when the first update starts, for every address of this computer.</translation>
    </message>
    <message>
        <source>Server, by a company CA</source>
        <translation>Server, by a company CA</translation>
    </message>
    <message>
        <source>otabench cannot renew it: make another request in time.</source>
        <translation>otabench cannot renew it: make another request in time.</translation>
    </message>
    <message>
        <source>Renewed by itself, and replaced when addresses change.</source>
        <translation>Renewed by itself, and replaced when addresses change.</translation>
    </message>
    <message>
        <source>Certificate of a board</source>
        <translation>Certificate of a board</translation>
    </message>
    <message>
        <source>Issued server certificate</source>
        <translation>Issued server certificate</translation>
    </message>
    <message>
        <source>Save the ends as a calendar</source>
        <translation>Save the ends as a calendar</translation>
    </message>
    <message>
        <source>Calendars (*.ics);;All files (*)</source>
        <translation>Calendars (*.ics);;All files (*)</translation>
    </message>
    <message>
        <source>Writing the calendar…</source>
        <translation>Writing the calendar…</translation>
    </message>
    <message>
        <source>Serve with the lab CA again</source>
        <translation>Serve with the lab CA again</translation>
    </message>
    <message>
        <source>Stop serving with the company CA&apos;s certificate?</source>
        <translation>Stop serving with the company CA&apos;s certificate?</translation>
    </message>
    <message>
        <source>The imported certificate and its key are removed. Boards that trust the company&apos;s CA only will refuse the server.</source>
        <translation>The imported certificate and its key are removed. Boards that trust the company&apos;s CA only will refuse the server.</translation>
    </message>
    <message>
        <source>&amp;Serve with the lab CA</source>
        <translation>&amp;Serve with the lab CA</translation>
    </message>
    <message>
        <source>&amp;Keep it</source>
        <translation>&amp;Keep it</translation>
    </message>
    <message>
        <source>Removing the imported certificate…</source>
        <translation>Removing the imported certificate…</translation>
    </message>
    <message>
        <source>Change the &amp;passphrase…</source>
        <translation>Change the &amp;passphrase…</translation>
    </message>
    <message>
        <source>Protect the key by a &amp;passphrase…</source>
        <translation>Protect the key by a &amp;passphrase…</translation>
    </message>
    <message numerus="yes">
        <source>%n certificate(s)</source>
        <translation>
            <numerusform>%n certificate</numerusform>
            <numerusform>%n certificates</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Fetch a site&apos;s chain…</source>
        <translation>&amp;Fetch a site&apos;s chain…</translation>
    </message>
    <message>
        <source>&amp;More</source>
        <extracomment>a menu of rarer acts</extracomment>
        <translation>&amp;More</translation>
    </message>
    <message>
        <source>&amp;Export for firmware…</source>
        <translation>&amp;Export for firmware…</translation>
    </message>
    <message>
        <source>Certificate for a &amp;board…</source>
        <translation>Certificate for a &amp;board…</translation>
    </message>
    <message>
        <source>Ends as a &amp;calendar…</source>
        <translation>Ends as a &amp;calendar…</translation>
    </message>
    <message>
        <source>Begin a &amp;rotation…</source>
        <translation>Begin a &amp;rotation…</translation>
    </message>
    <message>
        <source>&amp;Import a CA…</source>
        <translation>&amp;Import a CA…</translation>
    </message>
    <message>
        <source>Re&amp;quest for a company CA…</source>
        <translation>Re&amp;quest for a company CA…</translation>
    </message>
    <message>
        <source>Take in a company CA&apos;s &amp;answer…</source>
        <translation>Take in a company CA&apos;s &amp;answer…</translation>
    </message>
    <message>
        <source>Serve with the &amp;lab CA again…</source>
        <translation>Serve with the &amp;lab CA again…</translation>
    </message>
    <message>
        <source>Read a&amp;gain</source>
        <translation>Read a&amp;gain</translation>
    </message>
    <message>
        <source>Copy &amp;PEM</source>
        <translation>Copy &amp;PEM</translation>
    </message>
    <message>
        <source>&amp;Test as an ESP32 would…</source>
        <translation>&amp;Test as an ESP32 would…</translation>
    </message>
    <message>
        <source>&amp;Names and key…</source>
        <translation>&amp;Names and key…</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ClientDialog</name>
    <message>
        <source>Issuing the certificate…</source>
        <translation>Issuing the certificate…</translation>
    </message>
    <message>
        <source>Certificate, for client_cert_pem</source>
        <translation>Certificate, for client_cert_pem</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>Written</translation>
    </message>
    <message>
        <source>File</source>
        <translation>File</translation>
    </message>
    <message>
        <source>Private key, for client_key_pem</source>
        <translation>Private key, for client_key_pem</translation>
    </message>
    <message>
        <source>Keep secret</source>
        <translation>Keep secret</translation>
    </message>
    <message>
        <source>Certificate for a board</source>
        <translation>Certificate for a board</translation>
    </message>
    <message>
        <source>For servers that ask boards who they are (mutual TLS): a certificate with the board&apos;s MAC as its name, signed by the lab CA.</source>
        <translation>For servers that ask boards who they are (mutual TLS): a certificate with the board&apos;s MAC as its name, signed by the lab CA.</translation>
    </message>
    <message>
        <source>&amp;Board (MAC)</source>
        <translation>&amp;Board (MAC)</translation>
    </message>
    <message>
        <source>&amp;Key</source>
        <translation>&amp;Key</translation>
    </message>
    <message>
        <source>The CA&apos;s &amp;passphrase</source>
        <translation>The CA&apos;s &amp;passphrase</translation>
    </message>
    <message>
        <source>In f&amp;older</source>
        <translation>In f&amp;older</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Folder</translation>
    </message>
    <message>
        <source>Choose a folder for certificate and key</source>
        <translation>Choose a folder for certificate and key</translation>
    </message>
    <message>
        <source>&amp;Issue</source>
        <translation>&amp;Issue</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ClientModel</name>
    <message>
        <source>%1, %2 of %3 resumed</source>
        <extracomment>a version of TLS; how many of its connections resumed a session, of how many</extracomment>
        <translation>%1, %2 of %3 resumed</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <extracomment>how long ago something was sent</extracomment>
        <translation>%1 ago</translation>
    </message>
    <message>
        <source>Who</source>
        <extracomment>a board, or an address that fetches</extracomment>
        <translation>Who</translation>
    </message>
    <message>
        <source>State</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Address</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Received</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Speed</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Requests</translation>
    </message>
    <message>
        <source>Last activity</source>
        <translation>Last activity</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Errors</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::CommandPalette</name>
    <message>
        <source>Commands</source>
        <translation>Commands</translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation>What do you want to do?</translation>
    </message>
    <message>
        <source>Command, board or page</source>
        <translation>Command, board or page</translation>
    </message>
    <message>
        <source>Commands found</source>
        <translation>Commands found</translation>
    </message>
    <message>
        <source>Nothing here is called that.</source>
        <translation>Nothing here is called that.</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::CompanyAnswerDialog</name>
    <message>
        <source>Putting the chain in order…</source>
        <translation>Putting the chain in order…</translation>
    </message>
    <message>
        <source>The server shows this certificate from now on</source>
        <translation>The server shows this certificate from now on</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>Imported</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>Certificate</translation>
    </message>
    <message>
        <source>Boards trust</source>
        <translation>Boards trust</translation>
    </message>
    <message>
        <source>The chain has %1 bytes; boards with small TLS buffers want %2 or fewer.</source>
        <translation>The chain has %1 bytes; boards with small TLS buffers want %2 or fewer.</translation>
    </message>
    <message>
        <source>Take in a company CA&apos;s answer</source>
        <translation>Take in a company CA&apos;s answer</translation>
    </message>
    <message>
        <source>Puts the certificates that the company CA sent in the order that boards need, finds the key of the request made here, and serves with them.</source>
        <translation>Puts the certificates that the company CA sent in the order that boards need, finds the key of the request made here, and serves with them.</translation>
    </message>
    <message>
        <source>C&amp;ertificate</source>
        <translation>C&amp;ertificate</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer *.der *.p7b *.p12 *.pfx);;All files (*)</source>
        <translation>Certificates (*.pem *.crt *.cer *.der *.p7b *.p12 *.pfx);;All files (*)</translation>
    </message>
    <message>
        <source>What the CA sent</source>
        <translation>What the CA sent</translation>
    </message>
    <message>
        <source>Choose a certificate</source>
        <translation>Choose a certificate</translation>
    </message>
    <message>
        <source>&amp;Further ones</source>
        <translation>&amp;Further ones</translation>
    </message>
    <message>
        <source>Intermediate or root certificates</source>
        <translation>Intermediate or root certificates</translation>
    </message>
    <message>
        <source>Optional: intermediate or root, if it came apart</source>
        <translation>Optional: intermediate or root, if it came apart</translation>
    </message>
    <message>
        <source>Private &amp;key</source>
        <translation>Private &amp;key</translation>
    </message>
    <message>
        <source>Private key</source>
        <translation>Private key</translation>
    </message>
    <message>
        <source>Choose a key</source>
        <translation>Choose a key</translation>
    </message>
    <message>
        <source>Keys (*.pem *.key *.der);;All files (*)</source>
        <translation>Keys (*.pem *.key *.der);;All files (*)</translation>
    </message>
    <message>
        <source>Of the request made here, unless you name one</source>
        <translation>Of the request made here, unless you name one</translation>
    </message>
    <message>
        <source>&amp;Passphrase of the key</source>
        <translation>&amp;Passphrase of the key</translation>
    </message>
    <message>
        <source>&amp;Import</source>
        <translation>&amp;Import</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::CompareDialog</name>
    <message>
        <source>Comparing…</source>
        <translation>Comparing…</translation>
    </message>
    <message>
        <source>Same</source>
        <extracomment>two images</extracomment>
        <translation>Same</translation>
    </message>
    <message>
        <source>Different</source>
        <translation>Different</translation>
    </message>
    <message>
        <source>The files are the same, byte for byte.</source>
        <translation>The files are the same, byte for byte.</translation>
    </message>
    <message>
        <source>Both were made from one build: they carry the same ELF digest.</source>
        <translation>Both were made from one build: they carry the same ELF digest.</translation>
    </message>
    <message numerus="yes">
        <source>%n difference(s).</source>
        <translation>
            <numerusform>%n difference.</numerusform>
            <numerusform>%n differences.</numerusform>
        </translation>
    </message>
    <message>
        <source>Anti-rollback</source>
        <translation>Anti-rollback</translation>
    </message>
    <message>
        <source>Compare images</source>
        <translation>Compare images</translation>
    </message>
    <message>
        <source>&amp;From</source>
        <extracomment>the image that boards run now</extracomment>
        <translation>&amp;From</translation>
    </message>
    <message>
        <source>&amp;To</source>
        <extracomment>the image that boards would be given</extracomment>
        <translation>&amp;To</translation>
    </message>
    <message>
        <source>Swap the two images</source>
        <translation>Swap the two images</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>Differences</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Close</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::CourseModel</name>
    <message>
        <source>%1 at %2</source>
        <extracomment>%1 is a phase such as &quot;Updated&quot;, %2 a time since the start such as &quot;0:41&quot;</extracomment>
        <translation>%1 at %2</translation>
    </message>
    <message>
        <source>%1 for %2</source>
        <extracomment>%1 is a phase such as &quot;Downloading&quot;, %2 a duration</extracomment>
        <translation>%1 for %2</translation>
    </message>
    <message>
        <source>%1 since %2</source>
        <extracomment>%1 is a phase such as &quot;Downloading&quot;, %2 a time since the start such as &quot;0:41&quot;</extracomment>
        <translation>%1 since %2</translation>
    </message>
    <message>
        <source>State</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Board</source>
        <translation>Board</translation>
    </message>
    <message>
        <source>Wave</source>
        <extracomment>boards of a campaign that are updated together; heading of a narrow column</extracomment>
        <translation>Wave</translation>
    </message>
    <message>
        <source>Timeline</source>
        <extracomment>heading above the boards&apos; phases, drawn along the time</extracomment>
        <translation>Timeline</translation>
    </message>
    <message>
        <source>Note</source>
        <extracomment>heading above what a board waits for, or why it failed</extracomment>
        <translation>Note</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::DefaultsCard</name>
    <message>
        <source>New campaigns</source>
        <translation>New campaigns</translation>
    </message>
    <message>
        <source>All boards at once</source>
        <translation>All boards at once</translation>
    </message>
    <message>
        <source>Boards at on&amp;ce</source>
        <translation>Boards at on&amp;ce</translation>
    </message>
    <message>
        <source>As many as there are</source>
        <translation>As many as there are</translation>
    </message>
    <message>
        <source>Few at first, &amp;more while throughput grows</source>
        <translation>Few at first, &amp;more while throughput grows</translation>
    </message>
    <message>
        <source>&amp;Retries of a board</source>
        <translation>&amp;Retries of a board</translation>
    </message>
    <message>
        <source>None</source>
        <translation>None</translation>
    </message>
    <message>
        <source>Stop &amp;after failures</source>
        <translation>Stop &amp;after failures</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Never</translation>
    </message>
    <message>
        <source>Ser&amp;ve from</source>
        <translation>Ser&amp;ve from</translation>
    </message>
    <message>
        <source>Every address of this computer</source>
        <translation>Every address of this computer</translation>
    </message>
    <message>
        <source>Por&amp;t</source>
        <translation>Por&amp;t</translation>
    </message>
    <message>
        <source>Any that is free</source>
        <translation>Any that is free</translation>
    </message>
    <message>
        <source>An update&apos;s plan begins with these and can change each. Limits of the server are kept as they are set on its page.</source>
        <translation>An update&apos;s plan begins with these and can change each. Limits of the server are kept as they are set on its page.</translation>
    </message>
    <message>
        <source>First &amp;wave</source>
        <translation>First &amp;wave</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::DifferenceModel</name>
    <message>
        <source>Difference</source>
        <extracomment>heading of what differs between two images</extracomment>
        <translation>Difference</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::DoctorPage</name>
    <message>
        <source>Doctor</source>
        <translation>Doctor</translation>
    </message>
    <message>
        <source>Looking at this computer…</source>
        <translation>Looking at this computer…</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Problems</translation>
    </message>
    <message>
        <source>Updates fail until they are solved.</source>
        <translation>Updates fail until they are solved.</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>Warnings</translation>
    </message>
    <message>
        <source>Updates may fail, or fail one day.</source>
        <translation>Updates may fail, or fail one day.</translation>
    </message>
    <message>
        <source>In order</source>
        <translation>In order</translation>
    </message>
    <message>
        <source>Nothing here keeps boards from being updated.</source>
        <translation>Nothing here keeps boards from being updated.</translation>
    </message>
    <message>
        <source>%1, %2, checked at %3</source>
        <extracomment>beside the page&apos;s title; %1, %2: &quot;2 problems&quot;, &quot;1 warning&quot;; %3 a time</extracomment>
        <translation>%1, %2, checked at %3</translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%n problem</numerusform>
            <numerusform>%n problems</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n warning</numerusform>
            <numerusform>%n warnings</numerusform>
        </translation>
    </message>
    <message>
        <source>Copy &amp;report</source>
        <translation>Copy &amp;report</translation>
    </message>
    <message>
        <source>Copy all findings as text</source>
        <translation>Copy all findings as text</translation>
    </message>
    <message>
        <source>&amp;Check again</source>
        <translation>&amp;Check again</translation>
    </message>
    <message>
        <source>Look at this computer once more (F5)</source>
        <translation>Look at this computer once more (F5)</translation>
    </message>
    <message>
        <source>This computer has not been looked at yet</source>
        <translation>This computer has not been looked at yet</translation>
    </message>
    <message>
        <source>The doctor looks for what would keep boards from being updated: ports, USB, clock, network, firewall, certificates, disk and database. It changes nothing.</source>
        <translation>The doctor looks for what would keep boards from being updated: ports, USB, clock, network, firewall, certificates, disk and database. It changes nothing.</translation>
    </message>
    <message>
        <source>Check &amp;this computer</source>
        <translation>Check &amp;this computer</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ErrorBanner</name>
    <message>
        <source>Error</source>
        <translation>Error</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Copy details</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Close the error message</source>
        <translation>Close the error message</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ErrorText</name>
    <message>
        <source>A value is not allowed here.</source>
        <translation>A value is not allowed here.</translation>
    </message>
    <message>
        <source>The file or device does not exist.</source>
        <translation>The file or device does not exist.</translation>
    </message>
    <message>
        <source>It exists already.</source>
        <translation>It exists already.</translation>
    </message>
    <message>
        <source>Access was denied.</source>
        <translation>Access was denied.</translation>
    </message>
    <message>
        <source>Reading or writing failed.</source>
        <translation>Reading or writing failed.</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>The disk is full.</translation>
    </message>
    <message>
        <source>It took too long.</source>
        <translation>It took too long.</translation>
    </message>
    <message>
        <source>It was cancelled.</source>
        <translation>It was cancelled.</translation>
    </message>
    <message>
        <source>This is not supported.</source>
        <translation>This is not supported.</translation>
    </message>
    <message>
        <source>otabench made a mistake.</source>
        <translation>otabench made a mistake.</translation>
    </message>
    <message>
        <source>The image file is cut off.</source>
        <translation>The image file is cut off.</translation>
    </message>
    <message>
        <source>The file is not an ESP image.</source>
        <translation>The file is not an ESP image.</translation>
    </message>
    <message>
        <source>The image file is damaged.</source>
        <translation>The image file is damaged.</translation>
    </message>
    <message>
        <source>The file is not an application image.</source>
        <translation>The file is not an application image.</translation>
    </message>
    <message>
        <source>The image is for another chip.</source>
        <translation>The image is for another chip.</translation>
    </message>
    <message>
        <source>The image does not fit into the slot.</source>
        <translation>The image does not fit into the slot.</translation>
    </message>
    <message>
        <source>The image&apos;s secure version is too old for the board.</source>
        <translation>The image&apos;s secure version is too old for the board.</translation>
    </message>
    <message>
        <source>The certificate is not valid.</source>
        <translation>The certificate is not valid.</translation>
    </message>
    <message>
        <source>There is no certificate yet.</source>
        <translation>There is no certificate yet.</translation>
    </message>
    <message>
        <source>The key is not valid.</source>
        <translation>The key is not valid.</translation>
    </message>
    <message>
        <source>The secure connection failed.</source>
        <translation>The secure connection failed.</translation>
    </message>
    <message>
        <source>Another program uses the server&apos;s port.</source>
        <translation>Another program uses the server&apos;s port.</translation>
    </message>
    <message>
        <source>This computer does not have that address.</source>
        <translation>This computer does not have that address.</translation>
    </message>
    <message>
        <source>The port does not exist.</source>
        <translation>The port does not exist.</translation>
    </message>
    <message>
        <source>Another program uses the port.</source>
        <translation>Another program uses the port.</translation>
    </message>
    <message>
        <source>You may not open the port.</source>
        <translation>You may not open the port.</translation>
    </message>
    <message>
        <source>The port disappeared.</source>
        <translation>The port disappeared.</translation>
    </message>
    <message>
        <source>The board does not answer.</source>
        <translation>The board does not answer.</translation>
    </message>
    <message>
        <source>The board refused the request.</source>
        <translation>The board refused the request.</translation>
    </message>
    <message>
        <source>The board&apos;s answer could not be understood.</source>
        <translation>The board&apos;s answer could not be understood.</translation>
    </message>
    <message>
        <source>The board has no network.</source>
        <translation>The board has no network.</translation>
    </message>
    <message>
        <source>The board cannot reach the server.</source>
        <translation>The board cannot reach the server.</translation>
    </message>
    <message>
        <source>The board does not trust the server&apos;s certificate.</source>
        <translation>The board does not trust the server&apos;s certificate.</translation>
    </message>
    <message>
        <source>The server answered the board with an error.</source>
        <translation>The server answered the board with an error.</translation>
    </message>
    <message>
        <source>The download came to a halt.</source>
        <translation>The download came to a halt.</translation>
    </message>
    <message>
        <source>The download was cut off.</source>
        <translation>The download was cut off.</translation>
    </message>
    <message>
        <source>The board rejected the image.</source>
        <translation>The board rejected the image.</translation>
    </message>
    <message>
        <source>The board could not write its flash.</source>
        <translation>The board could not write its flash.</translation>
    </message>
    <message>
        <source>The board ran out of memory.</source>
        <translation>The board ran out of memory.</translation>
    </message>
    <message>
        <source>The board did not restart.</source>
        <translation>The board did not restart.</translation>
    </message>
    <message>
        <source>The board went back to its old image.</source>
        <translation>The board went back to its old image.</translation>
    </message>
    <message>
        <source>The new image was not confirmed.</source>
        <translation>The new image was not confirmed.</translation>
    </message>
    <message>
        <source>The board crashed.</source>
        <translation>The board crashed.</translation>
    </message>
    <message>
        <source>The board&apos;s supply voltage broke down.</source>
        <translation>The board&apos;s supply voltage broke down.</translation>
    </message>
    <message>
        <source>The board did not show that it runs the new image.</source>
        <translation>The board did not show that it runs the new image.</translation>
    </message>
    <message>
        <source>The update failed on the board.</source>
        <translation>The update failed on the board.</translation>
    </message>
    <message>
        <source>The history could not be written.</source>
        <translation>The history could not be written.</translation>
    </message>
    <message>
        <source>Correct the value named above, then try again.</source>
        <translation>Correct the value named above, then try again.</translation>
    </message>
    <message>
        <source>Check the name and the folder.</source>
        <translation>Check the name and the folder.</translation>
    </message>
    <message>
        <source>Choose the file again.</source>
        <translation>Choose the file again.</translation>
    </message>
    <message>
        <source>Wait until the running work has ended, or stop it.</source>
        <translation>Wait until the running work has ended, or stop it.</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>Try again.</translation>
    </message>
    <message>
        <source>Give yourself the right to read and write the file named above.</source>
        <translation>Give yourself the right to read and write the file named above.</translation>
    </message>
    <message>
        <source>Check the disk and the cable.</source>
        <translation>Check the disk and the cable.</translation>
    </message>
    <message>
        <source>Free some space on the disk named above.</source>
        <translation>Free some space on the disk named above.</translation>
    </message>
    <message>
        <source>Check that the board is powered and connected.</source>
        <translation>Check that the board is powered and connected.</translation>
    </message>
    <message>
        <source>Copy the details and send them to the developers of otabench.</source>
        <translation>Copy the details and send them to the developers of otabench.</translation>
    </message>
    <message>
        <source>Copy or download the image file once more.</source>
        <translation>Copy or download the image file once more.</translation>
    </message>
    <message>
        <source>Choose it again.</source>
        <translation>Choose it again.</translation>
    </message>
    <message>
        <source>Choose the application&apos;s .bin file from the build folder: not the bootloader, not a merged image.</source>
        <translation>Choose the application&apos;s .bin file from the build folder: not the bootloader, not a merged image.</translation>
    </message>
    <message>
        <source>Build the image for the board&apos;s chip, or choose other boards.</source>
        <translation>Build the image for the board&apos;s chip, or choose other boards.</translation>
    </message>
    <message>
        <source>Make the image smaller, or give the board larger slots.</source>
        <translation>Make the image smaller, or give the board larger slots.</translation>
    </message>
    <message>
        <source>Build the image with a secure version that is not below the board&apos;s.</source>
        <translation>Build the image with a secure version that is not below the board&apos;s.</translation>
    </message>
    <message>
        <source>Check date and time of this computer.</source>
        <translation>Check date and time of this computer.</translation>
    </message>
    <message>
        <source>Make the certificate again, or import another one.</source>
        <translation>Make the certificate again, or import another one.</translation>
    </message>
    <message>
        <source>Make the lab CA: otabench-cli ca create.</source>
        <translation>Make the lab CA: otabench-cli ca create.</translation>
    </message>
    <message>
        <source>Check that both sides allow TLS 1.2.</source>
        <translation>Check that both sides allow TLS 1.2.</translation>
    </message>
    <message>
        <source>Check the certificates.</source>
        <translation>Check the certificates.</translation>
    </message>
    <message>
        <source>Choose another port, or 0 for any free one.</source>
        <translation>Choose another port, or 0 for any free one.</translation>
    </message>
    <message>
        <source>Or end the program that uses the port.</source>
        <translation>Or end the program that uses the port.</translation>
    </message>
    <message>
        <source>Choose an address of this computer.</source>
        <translation>Choose an address of this computer.</translation>
    </message>
    <message>
        <source>Check the USB cable and the hub.</source>
        <translation>Check the USB cable and the hub.</translation>
    </message>
    <message>
        <source>Plug the board in again.</source>
        <translation>Plug the board in again.</translation>
    </message>
    <message>
        <source>Close other serial monitors that use the port.</source>
        <translation>Close other serial monitors that use the port.</translation>
    </message>
    <message>
        <source>Install the udev rule that comes with otabench, or join the group dialout.</source>
        <translation>Install the udev rule that comes with otabench, or join the group dialout.</translation>
    </message>
    <message>
        <source>Plug the board in again, or log in again.</source>
        <translation>Plug the board in again, or log in again.</translation>
    </message>
    <message>
        <source>Check that the board is powered and its firmware runs.</source>
        <translation>Check that the board is powered and its firmware runs.</translation>
    </message>
    <message>
        <source>Check that its firmware contains the agent, or choose another profile.</source>
        <translation>Check that its firmware contains the agent, or choose another profile.</translation>
    </message>
    <message>
        <source>Restart the board.</source>
        <translation>Restart the board.</translation>
    </message>
    <message>
        <source>Look into the board&apos;s log for the reason.</source>
        <translation>Look into the board&apos;s log for the reason.</translation>
    </message>
    <message>
        <source>Check that firmware and otabench are of matching versions.</source>
        <translation>Check that firmware and otabench are of matching versions.</translation>
    </message>
    <message>
        <source>Check the access point and the board&apos;s Wi-Fi settings.</source>
        <translation>Check the access point and the board&apos;s Wi-Fi settings.</translation>
    </message>
    <message>
        <source>Check that board and computer are in the same network.</source>
        <translation>Check that board and computer are in the same network.</translation>
    </message>
    <message>
        <source>Open the server&apos;s port in this computer&apos;s firewall.</source>
        <translation>Open the server&apos;s port in this computer&apos;s firewall.</translation>
    </message>
    <message>
        <source>Build the lab CA into the firmware, or send it with the agent profile.</source>
        <translation>Build the lab CA into the firmware, or send it with the agent profile.</translation>
    </message>
    <message>
        <source>Check the board&apos;s clock.</source>
        <translation>Check the board&apos;s clock.</translation>
    </message>
    <message>
        <source>Look into the board&apos;s log for the status code.</source>
        <translation>Look into the board&apos;s log for the status code.</translation>
    </message>
    <message>
        <source>Retry the board.</source>
        <translation>Retry the board.</translation>
    </message>
    <message>
        <source>Check the strength of the Wi-Fi signal.</source>
        <translation>Check the strength of the Wi-Fi signal.</translation>
    </message>
    <message>
        <source>Update fewer boards at once.</source>
        <translation>Update fewer boards at once.</translation>
    </message>
    <message>
        <source>Check that the image is for this chip and signed as the board demands.</source>
        <translation>Check that the image is for this chip and signed as the board demands.</translation>
    </message>
    <message>
        <source>Look into the board&apos;s log for the check that failed.</source>
        <translation>Look into the board&apos;s log for the check that failed.</translation>
    </message>
    <message>
        <source>If it fails again, replace the board&apos;s flash.</source>
        <translation>If it fails again, replace the board&apos;s flash.</translation>
    </message>
    <message>
        <source>Free heap before the update starts, or use smaller TLS buffers.</source>
        <translation>Free heap before the update starts, or use smaller TLS buffers.</translation>
    </message>
    <message>
        <source>Restart the board by hand.</source>
        <translation>Restart the board by hand.</translation>
    </message>
    <message>
        <source>Look into its log.</source>
        <translation>Look into its log.</translation>
    </message>
    <message>
        <source>Look into the board&apos;s log: the new image did not pass its own test.</source>
        <translation>Look into the board&apos;s log: the new image did not pass its own test.</translation>
    </message>
    <message>
        <source>Mend the image, then retry.</source>
        <translation>Mend the image, then retry.</translation>
    </message>
    <message>
        <source>Use a stronger supply or a shorter cable.</source>
        <translation>Use a stronger supply or a shorter cable.</translation>
    </message>
    <message>
        <source>Identify the board again and compare its version.</source>
        <translation>Identify the board again and compare its version.</translation>
    </message>
    <message>
        <source>Check the folder or the database server of the history.</source>
        <translation>Check the folder or the database server of the history.</translation>
    </message>
    <message>
        <source>Another otabench is updating this board.</source>
        <translation>Another otabench is updating this board.</translation>
    </message>
    <message>
        <source>The database of the history cannot be reached.</source>
        <translation>The database of the history cannot be reached.</translation>
    </message>
    <message>
        <source>Another program has locked the history.</source>
        <translation>Another program has locked the history.</translation>
    </message>
    <message>
        <source>The file of the history is damaged.</source>
        <translation>The file of the history is damaged.</translation>
    </message>
    <message>
        <source>The history was made by a newer otabench.</source>
        <translation>The history was made by a newer otabench.</translation>
    </message>
    <message>
        <source>Wait until that update has ended.</source>
        <translation>Wait until that update has ended.</translation>
    </message>
    <message>
        <source>Check that the database server runs and that the network reaches it.</source>
        <translation>Check that the database server runs and that the network reaches it.</translation>
    </message>
    <message>
        <source>Go on: results are kept and written when it is back.</source>
        <translation>Go on: results are kept and written when it is back.</translation>
    </message>
    <message>
        <source>Close the other program that has the history open.</source>
        <translation>Close the other program that has the history open.</translation>
    </message>
    <message>
        <source>Move the file aside, or put a backup in its place.</source>
        <translation>Move the file aside, or put a backup in its place.</translation>
    </message>
    <message>
        <source>Update otabench on this computer.</source>
        <translation>Update otabench on this computer.</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ExplanationText</name>
    <message>
        <source>What is certain</source>
        <translation>What is certain</translation>
    </message>
    <message>
        <source>Likely causes</source>
        <translation>Likely causes</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>What to do</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ExplanationView</name>
    <message>
        <source>Give the .elf file of the firmware, and the addresses of this crash become functions and lines.</source>
        <translation>Give the .elf file of the firmware, and the addresses of this crash become functions and lines.</translation>
    </message>
    <message>
        <source>Decoding…</source>
        <translation>Decoding…</translation>
    </message>
    <message>
        <source>None of the given .elf files is the program that crashed here, or the text holds no addresses.</source>
        <translation>None of the given .elf files is the program that crashed here, or the text holds no addresses.</translation>
    </message>
    <message>
        <source>Cop&amp;y the explanation</source>
        <translation>Cop&amp;y the explanation</translation>
    </message>
    <message>
        <source>Choose the .el&amp;f file…</source>
        <translation>Choose the .el&amp;f file…</translation>
    </message>
    <message>
        <source>Choose a line that is marked with an “i”, and press Enter or click the mark: here stands what it means, why it happens and what to do.</source>
        <translation>Choose a line that is marked with an “i”, and press Enter or click the mark: here stands what it means, why it happens and what to do.</translation>
    </message>
    <message>
        <source>The catalogue does not know this line.</source>
        <translation>The catalogue does not know this line.</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ExportDialog</name>
    <message>
        <source>Exporting the CA…</source>
        <translation>Exporting the CA…</translation>
    </message>
    <message>
        <source>The CA is written</source>
        <translation>The CA is written</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>Written</translation>
    </message>
    <message>
        <source>File</source>
        <translation>File</translation>
    </message>
    <message>
        <source>Add it to the firmware&apos;s sources and give otabench_ca_pem as cert_pem to esp_http_client_config_t.</source>
        <translation>Add it to the firmware&apos;s sources and give otabench_ca_pem as cert_pem to esp_http_client_config_t.</translation>
    </message>
    <message>
        <source>Put it into the project as server_certs/ca_cert.pem and name it in EMBED_TXTFILES of the component.</source>
        <translation>Put it into the project as server_certs/ca_cert.pem and name it in EMBED_TXTFILES of the component.</translation>
    </message>
    <message>
        <source>Export the CA</source>
        <translation>Export the CA</translation>
    </message>
    <message>
        <source>Boards trust the server by this certificate: build it into their firmware. It is no secret. PKCS#12 holds the key, too, for a safe place.</source>
        <translation>Boards trust the server by this certificate: build it into their firmware. It is no secret. PKCS#12 holds the key, too, for a safe place.</translation>
    </message>
    <message>
        <source>&amp;Form</source>
        <translation>&amp;Form</translation>
    </message>
    <message>
        <source>C header for firmware (otabench_ca_pem)</source>
        <translation>C header for firmware (otabench_ca_pem)</translation>
    </message>
    <message>
        <source>PEM, as ESP-IDF&apos;s EMBED_TXTFILES takes it</source>
        <translation>PEM, as ESP-IDF&apos;s EMBED_TXTFILES takes it</translation>
    </message>
    <message>
        <source>DER</source>
        <translation>DER</translation>
    </message>
    <message>
        <source>PKCS#12 with its key, for a safe place</source>
        <translation>PKCS#12 with its key, for a safe place</translation>
    </message>
    <message>
        <source>&amp;Both CAs, so that boards trust either</source>
        <translation>&amp;Both CAs, so that boards trust either</translation>
    </message>
    <message>
        <source>&amp;New passphrase</source>
        <translation>&amp;New passphrase</translation>
    </message>
    <message>
        <source>The same a&amp;gain</source>
        <translation>The same a&amp;gain</translation>
    </message>
    <message>
        <source>The CA&apos;s &amp;passphrase</source>
        <translation>The CA&apos;s &amp;passphrase</translation>
    </message>
    <message>
        <source>Save &amp;as</source>
        <translation>Save &amp;as</translation>
    </message>
    <message>
        <source>File to write</source>
        <translation>File to write</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>All files (*)</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>&amp;Export</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::FactList</name>
    <message>
        <source>Copy</source>
        <translation>Copy</translation>
    </message>
    <message>
        <source>Copy %1</source>
        <extracomment>%1 is what is copied: &quot;SHA-256 of the file&quot;</extracomment>
        <translation>Copy %1</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::FaultBench</name>
    <message>
        <source>Takes no number</source>
        <translation>Takes no number</translation>
    </message>
    <message>
        <source>Lets the server fail on purpose, to see how firmware stands a bad network. Boards are meant to fail while a fault is here.</source>
        <translation>Lets the server fail on purpose, to see how firmware stands a bad network. Boards are meant to fail while a fault is here.</translation>
    </message>
    <message>
        <source>&amp;Fault</source>
        <translation>&amp;Fault</translation>
    </message>
    <message>
        <source>&amp;Number</source>
        <extracomment>the number that a fault needs</extracomment>
        <translation>&amp;Number</translation>
    </message>
    <message>
        <source>For &amp;board</source>
        <translation>For &amp;board</translation>
    </message>
    <message>
        <source>&amp;How often</source>
        <translation>&amp;How often</translation>
    </message>
    <message>
        <source>All boards</source>
        <extracomment>a fault for every board</extracomment>
        <translation>All boards</translation>
    </message>
    <message>
        <source>Every time</source>
        <translation>Every time</translation>
    </message>
    <message>
        <source> times</source>
        <extracomment>how often, behind a number</extracomment>
        <translation> times</translation>
    </message>
    <message>
        <source>&amp;Inject</source>
        <translation>&amp;Inject</translation>
    </message>
    <message>
        <source>&amp;Take away</source>
        <translation>&amp;Take away</translation>
    </message>
    <message>
        <source>Faults that are injected</source>
        <translation>Faults that are injected</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::FetchDialog</name>
    <message>
        <source>Asking the server…</source>
        <translation>Asking the server…</translation>
    </message>
    <message>
        <source>What the server sends, by %1</source>
        <translation>What the server sends, by %1</translation>
    </message>
    <message>
        <source>What to give boards</source>
        <translation>What to give boards</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>Certificate</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Why</translation>
    </message>
    <message>
        <source>Next certificate at</source>
        <translation>Next certificate at</translation>
    </message>
    <message>
        <source>Sa&amp;ve it…</source>
        <translation>Sa&amp;ve it…</translation>
    </message>
    <message>
        <source>Copy &amp;PEM</source>
        <translation>Copy &amp;PEM</translation>
    </message>
    <message>
        <source>Save the certificate</source>
        <translation>Save the certificate</translation>
    </message>
    <message>
        <source>Certificates (*.pem);;All files (*)</source>
        <translation>Certificates (*.pem);;All files (*)</translation>
    </message>
    <message>
        <source>Written to</source>
        <translation>Written to</translation>
    </message>
    <message>
        <source>Fetch a site&apos;s chain</source>
        <translation>Fetch a site&apos;s chain</translation>
    </message>
    <message>
        <source>For images that lie on another web server: asks it for its certificates and chooses the one that boards have to trust.</source>
        <translation>For images that lie on another web server: asks it for its certificates and chooses the one that boards have to trust.</translation>
    </message>
    <message>
        <source>&amp;Server</source>
        <translation>&amp;Server</translation>
    </message>
    <message>
        <source>images.example.com or https://…</source>
        <translation>images.example.com or https://…</translation>
    </message>
    <message>
        <source>Pro&amp;xy</source>
        <translation>Pro&amp;xy</translation>
    </message>
    <message>
        <source>As the environment says (https_proxy)</source>
        <translation>As the environment says (https_proxy)</translation>
    </message>
    <message>
        <source>&amp;Fetch</source>
        <translation>&amp;Fetch</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::FileField</name>
    <message>
        <source>Choose…</source>
        <extracomment>a button beside a file&apos;s name</extracomment>
        <translation>Choose…</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::FilterErrorText</name>
    <message>
        <source>“%1” is no time: write 10m (ten minutes ago; also s, h, d), 14:30, 2026-11-29 or 2026-11-29T14:30</source>
        <translation>“%1” is no time: write 10m (ten minutes ago; also s, h, d), 14:30, 2026-11-29 or 2026-11-29T14:30</translation>
    </message>
    <message>
        <source>At character %1: %2</source>
        <extracomment>%1 is a place in the filter field, %2 says what is wrong there</extracomment>
        <translation>At character %1: %2</translation>
    </message>
    <message>
        <source>This is no regular expression; at character %1: %2. Put a backslash before characters that have a meaning.</source>
        <extracomment>%1 is the place, %2 the English message of the regular expression library</extracomment>
        <translation>This is no regular expression; at character %1: %2. Put a backslash before characters that have a meaning.</translation>
    </message>
    <message>
        <source>there is no parenthesis to close</source>
        <translation>there is no parenthesis to close</translation>
    </message>
    <message>
        <source>the parentheses are nested too deeply</source>
        <translation>the parentheses are nested too deeply</translation>
    </message>
    <message>
        <source>a term is missing here</source>
        <translation>a term is missing here</translation>
    </message>
    <message>
        <source>the closing parenthesis is missing</source>
        <translation>the closing parenthesis is missing</translation>
    </message>
    <message>
        <source>the closing quotation mark is missing</source>
        <translation>the closing quotation mark is missing</translation>
    </message>
    <message>
        <source>the / that ends the regular expression is missing</source>
        <translation>the / that ends the regular expression is missing</translation>
    </message>
    <message>
        <source>the value of %1: is missing</source>
        <translation>the value of %1: is missing</translation>
    </message>
    <message>
        <source>“%1” is no level: write error, warning, info, debug or verbose</source>
        <translation>“%1” is no level: write error, warning, info, debug or verbose</translation>
    </message>
    <message>
        <source>there is no bench “%1”</source>
        <translation>there is no bench “%1”</translation>
    </message>
    <message>
        <source>“%1” is no bookmark: write any, ota-start, first-error, reboot, panic or lost</source>
        <translation>“%1” is no bookmark: write any, ota-start, first-error, reboot, panic or lost</translation>
    </message>
    <message>
        <source>there is no field “%1”: write level, tag, board, bench, mark, since or until, or put the text into quotation marks</source>
        <translation>there is no field “%1”: write level, tag, board, bench, mark, since or until, or put the text into quotation marks</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::FindingCard</name>
    <message>
        <source>Command for a terminal</source>
        <translation>Command for a terminal</translation>
    </message>
    <message>
        <source>Copy command</source>
        <translation>Copy command</translation>
    </message>
    <message>
        <source>Copied</source>
        <extracomment>the command is on the clipboard</extracomment>
        <translation>Copied</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::FindingRemedies</name>
    <message>
        <source>Make the lab CA</source>
        <translation>Make the lab CA</translation>
    </message>
    <message>
        <source>Make it private</source>
        <extracomment>take everybody else&apos;s right to read the key file</extracomment>
        <translation>Make it private</translation>
    </message>
    <message>
        <source>Look for ports</source>
        <translation>Look for ports</translation>
    </message>
    <message>
        <source>Open Certificates</source>
        <translation>Open Certificates</translation>
    </message>
    <message>
        <source>Open Settings</source>
        <translation>Open Settings</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Open the folder</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::FindingWords</name>
    <message>
        <source>No USB serial port is plugged in.</source>
        <translation>No USB serial port is plugged in.</translation>
    </message>
    <message>
        <source>All serial ports may be opened ({0}).</source>
        <translation>All serial ports may be opened ({0}).</translation>
    </message>
    <message>
        <source>The port {0} went away while it was looked at.</source>
        <translation>The port {0} went away while it was looked at.</translation>
    </message>
    <message>
        <source>Check its cable and its hub; a board that restarts over and over does this, too.</source>
        <translation>Check its cable and its hub; a board that restarts over and over does this, too.</translation>
    </message>
    <message>
        <source>You may not open {0}: it belongs to the group {1}.</source>
        <translation>You may not open {0}: it belongs to the group {1}.</translation>
    </message>
    <message>
        <source>Join the group {1}, then log out and in.</source>
        <translation>Join the group {1}, then log out and in.</translation>
    </message>
    <message>
        <source>You may not open {0}: no group has access to it.</source>
        <translation>You may not open {0}: no group has access to it.</translation>
    </message>
    <message>
        <source>Install otabench&apos;s udev rule, then plug the board in again.</source>
        <translation>Install otabench&apos;s udev rule, then plug the board in again.</translation>
    </message>
    <message>
        <source>You may not open {0} yet: this session began before you joined the group {1}.</source>
        <translation>You may not open {0} yet: this session began before you joined the group {1}.</translation>
    </message>
    <message>
        <source>Log out and in, or restart the computer.</source>
        <translation>Log out and in, or restart the computer.</translation>
    </message>
    <message>
        <source>No other program has a serial port open.</source>
        <translation>No other program has a serial port open.</translation>
    </message>
    <message>
        <source>{0} is open in {1} (process {2}).</source>
        <translation>{0} is open in {1} (process {2}).</translation>
    </message>
    <message>
        <source>{0} is in use by {1} (process {2}): its board cannot be updated.</source>
        <translation>{0} is in use by {1} (process {2}): its board cannot be updated.</translation>
    </message>
    <message>
        <source>Close the port there.</source>
        <translation>Close the port there.</translation>
    </message>
    <message>
        <source>otabench&apos;s udev rule is installed ({0}).</source>
        <translation>otabench&apos;s udev rule is installed ({0}).</translation>
    </message>
    <message>
        <source>otabench&apos;s udev rule is not installed.</source>
        <translation>otabench&apos;s udev rule is not installed.</translation>
    </message>
    <message>
        <source>Install it: whoever sits at the computer may open the ports then, and ModemManager leaves them alone.</source>
        <translation>Install it: whoever sits at the computer may open the ports then, and ModemManager leaves them alone.</translation>
    </message>
    <message>
        <source>The udev rule {0} comes too late: &quot;uaccess&quot; is acted on by rules numbered 73.</source>
        <translation>The udev rule {0} comes too late: &quot;uaccess&quot; is acted on by rules numbered 73.</translation>
    </message>
    <message>
        <source>Rename it so that it begins with 70.</source>
        <translation>Rename it so that it begins with 70.</translation>
    </message>
    <message>
        <source>udev does not run here: boards that are plugged in are not noticed.</source>
        <translation>udev does not run here: boards that are plugged in are not noticed.</translation>
    </message>
    <message>
        <source>Search for ports by hand (F5), or, in a container, give it /run/udev of the computer.</source>
        <translation>Search for ports by hand (F5), or, in a container, give it /run/udev of the computer.</translation>
    </message>
    <message>
        <source>ModemManager does not run.</source>
        <translation>ModemManager does not run.</translation>
    </message>
    <message>
        <source>ModemManager runs, and the udev rule keeps it off the boards.</source>
        <translation>ModemManager runs, and the udev rule keeps it off the boards.</translation>
    </message>
    <message>
        <source>ModemManager runs: it writes modem commands to every new port for half a minute.</source>
        <translation>ModemManager runs: it writes modem commands to every new port for half a minute.</translation>
    </message>
    <message>
        <source>Install otabench&apos;s udev rule, or stop ModemManager.</source>
        <translation>Install otabench&apos;s udev rule, or stop ModemManager.</translation>
    </message>
    <message>
        <source>brltty does not reach for the ports.</source>
        <translation>brltty does not reach for the ports.</translation>
    </message>
    <message>
        <source>brltty&apos;s rule {1} takes adapters of the maker {0}, and one is plugged in: its port vanishes.</source>
        <translation>brltty&apos;s rule {1} takes adapters of the maker {0}, and one is plugged in: its port vanishes.</translation>
    </message>
    <message>
        <source>Remove brltty, where nobody here uses a Braille display.</source>
        <translation>Remove brltty, where nobody here uses a Braille display.</translation>
    </message>
    <message>
        <source>brltty&apos;s rule {0} takes CH340 and CP210x adapters for Braille displays.</source>
        <translation>brltty&apos;s rule {0} takes CH340 and CP210x adapters for Braille displays.</translation>
    </message>
    <message>
        <source>brltty runs and may open serial ports.</source>
        <translation>brltty runs and may open serial ports.</translation>
    </message>
    <message>
        <source>Stop it, where nobody here uses a Braille display.</source>
        <translation>Stop it, where nobody here uses a Braille display.</translation>
    </message>
    <message>
        <source>USB is well within its limits ({0} adapters and boards).</source>
        <translation>USB is well within its limits ({0} adapters and boards).</translation>
    </message>
    <message>
        <source>The USB controller {0} carries {1} devices with {2} endpoints; many end at {3}.</source>
        <translation>The USB controller {0} carries {1} devices with {2} endpoints; many end at {3}.</translation>
    </message>
    <message>
        <source>Plug further boards into ports of another controller.</source>
        <translation>Plug further boards into ports of another controller.</translation>
    </message>
    <message>
        <source>The USB controller {0} carries {1} devices with {2} endpoints, and many end at {3}: further boards are not recognised.</source>
        <translation>The USB controller {0} carries {1} devices with {2} endpoints, and many end at {3}: further boards are not recognised.</translation>
    </message>
    <message>
        <source>Move boards to ports of another controller, or add a USB card.</source>
        <translation>Move boards to ports of another controller, or add a USB card.</translation>
    </message>
    <message>
        <source>The device {0} hangs behind {1} hubs, one after another; USB allows 5.</source>
        <translation>The device {0} hangs behind {1} hubs, one after another; USB allows 5.</translation>
    </message>
    <message>
        <source>Plug the hub in nearer to the computer.</source>
        <translation>Plug the hub in nearer to the computer.</translation>
    </message>
    <message>
        <source>{1} boards hang on the hub {0}, which has no supply of its own: they may brown out while they write flash.</source>
        <translation>{1} boards hang on the hub {0}, which has no supply of its own: they may brown out while they write flash.</translation>
    </message>
    <message>
        <source>Give the hub a supply, or use a powered one.</source>
        <translation>Give the hub a supply, or use a powered one.</translation>
    </message>
    <message>
        <source>{0} adapters of the kind {1} have no serial number: /dev/serial/by-id cannot tell them apart.</source>
        <translation>{0} adapters of the kind {1} have no serial number: /dev/serial/by-id cannot tell them apart.</translation>
    </message>
    <message>
        <source>Address them by their place: the links below /dev/serial/by-path stay.</source>
        <translation>Address them by their place: the links below /dev/serial/by-path stay.</translation>
    </message>
    <message>
        <source>{0} adapters of the kind {1} have the same serial number {2}: /dev/serial/by-id cannot tell them apart.</source>
        <translation>{0} adapters of the kind {1} have the same serial number {2}: /dev/serial/by-id cannot tell them apart.</translation>
    </message>
    <message>
        <source>The adapter {0} is put to sleep when idle: the first characters of a board&apos;s log may be lost.</source>
        <translation>The adapter {0} is put to sleep when idle: the first characters of a board&apos;s log may be lost.</translation>
    </message>
    <message>
        <source>Keep it awake.</source>
        <translation>Keep it awake.</translation>
    </message>
    <message>
        <source>The clock is kept right by the network (now {0} UTC).</source>
        <translation>The clock is kept right by the network (now {0} UTC).</translation>
    </message>
    <message>
        <source>This computer&apos;s clock is wrong: it says {0} UTC.</source>
        <translation>This computer&apos;s clock is wrong: it says {0} UTC.</translation>
    </message>
    <message>
        <source>Set it: certificates that are made now would not be valid on boards.</source>
        <translation>Set it: certificates that are made now would not be valid on boards.</translation>
    </message>
    <message>
        <source>Nothing keeps this computer&apos;s clock right (now {0} UTC).</source>
        <translation>Nothing keeps this computer&apos;s clock right (now {0} UTC).</translation>
    </message>
    <message>
        <source>Let it be set from the network; without one, compare it with a watch.</source>
        <translation>Let it be set from the network; without one, compare it with a watch.</translation>
    </message>
    <message>
        <source>Boards are told to fetch from {0} ({1}).</source>
        <translation>Boards are told to fetch from {0} ({1}).</translation>
    </message>
    <message>
        <source>Boards are told to fetch from {0} ({1}); there is no way to the internet, and none is needed.</source>
        <translation>Boards are told to fetch from {0} ({1}); there is no way to the internet, and none is needed.</translation>
    </message>
    <message>
        <source>This computer has no address but its own loopback: real boards cannot reach it.</source>
        <translation>This computer has no address but its own loopback: real boards cannot reach it.</translation>
    </message>
    <message>
        <source>Connect it to the network of the boards.</source>
        <translation>Connect it to the network of the boards.</translation>
    </message>
    <message>
        <source>Boards would be told to fetch from {0}, which is the VPN&apos;s ({1}): they cannot reach that.</source>
        <translation>Boards would be told to fetch from {0}, which is the VPN&apos;s ({1}): they cannot reach that.</translation>
    </message>
    <message>
        <source>Name the address in the boards&apos; network.</source>
        <translation>Name the address in the boards&apos; network.</translation>
    </message>
    <message>
        <source>Boards would be told to fetch from {0}, which is of containers or virtual machines ({1}): they cannot reach that.</source>
        <translation>Boards would be told to fetch from {0}, which is of containers or virtual machines ({1}): they cannot reach that.</translation>
    </message>
    <message>
        <source>The address {0} ({1}) was made up, as no DHCP server answered: only boards on the same cable reach it.</source>
        <translation>The address {0} ({1}) was made up, as no DHCP server answered: only boards on the same cable reach it.</translation>
    </message>
    <message>
        <source>Give this computer an address in the boards&apos; network.</source>
        <translation>Give this computer an address in the boards&apos; network.</translation>
    </message>
    <message>
        <source>This computer has several addresses: {0}. Boards are told to fetch from {1}.</source>
        <translation>This computer has several addresses: {0}. Boards are told to fetch from {1}.</translation>
    </message>
    <message>
        <source>If the boards are in another of these networks, name the address there.</source>
        <translation>If the boards are in another of these networks, name the address there.</translation>
    </message>
    <message>
        <source>All traffic goes through the VPN {0}: answers to boards may, too.</source>
        <translation>All traffic goes through the VPN {0}: answers to boards may, too.</translation>
    </message>
    <message>
        <source>Leave the VPN while boards are updated, or exclude the local network from it.</source>
        <translation>Leave the VPN while boards are updated, or exclude the local network from it.</translation>
    </message>
    <message>
        <source>nftables lets connections in.</source>
        <translation>nftables lets connections in.</translation>
    </message>
    <message>
        <source>No firewall was found active.</source>
        <translation>No firewall was found active.</translation>
    </message>
    <message>
        <source>{0} lets the port {1} in.</source>
        <translation>{0} lets the port {1} in.</translation>
    </message>
    <message>
        <source>The firewall ufw is active, and updates use any free port.</source>
        <translation>The firewall ufw is active, and updates use any free port.</translation>
    </message>
    <message>
        <source>Choose a port for updates (--port 8443), and let it in.</source>
        <translation>Choose a port for updates (--port 8443), and let it in.</translation>
    </message>
    <message>
        <source>The firewall ufw keeps boards from the port {0}.</source>
        <translation>The firewall ufw keeps boards from the port {0}.</translation>
    </message>
    <message>
        <source>Let it in.</source>
        <translation>Let it in.</translation>
    </message>
    <message>
        <source>firewalld is active, and updates use any free port.</source>
        <translation>firewalld is active, and updates use any free port.</translation>
    </message>
    <message>
        <source>firewalld keeps boards from the port {0}.</source>
        <translation>firewalld keeps boards from the port {0}.</translation>
    </message>
    <message>
        <source>nftables drops what no rule lets in, and updates use any free port.</source>
        <translation>nftables drops what no rule lets in, and updates use any free port.</translation>
    </message>
    <message>
        <source>nftables keeps boards from the port {0}.</source>
        <translation>nftables keeps boards from the port {0}.</translation>
    </message>
    <message>
        <source>The certificates in {0} are in order.</source>
        <translation>The certificates in {0} are in order.</translation>
    </message>
    <message>
        <source>There is no lab CA yet.</source>
        <translation>There is no lab CA yet.</translation>
    </message>
    <message>
        <source>It is made by itself with the first update; make it now to build it into firmware.</source>
        <translation>It is made by itself with the first update; make it now to build it into firmware.</translation>
    </message>
    <message>
        <source>The key {0} of the lab CA is missing: no server certificate can be issued any more.</source>
        <translation>The key {0} of the lab CA is missing: no server certificate can be issued any more.</translation>
    </message>
    <message>
        <source>Put a backup of it there, or begin the change to another CA.</source>
        <translation>Put a backup of it there, or begin the change to another CA.</translation>
    </message>
    <message>
        <source>The lab CA {0} has ended on {1}: boards refuse every certificate of it.</source>
        <translation>The lab CA {0} has ended on {1}: boards refuse every certificate of it.</translation>
    </message>
    <message>
        <source>Make another one, and give it to the boards over serial.</source>
        <translation>Make another one, and give it to the boards over serial.</translation>
    </message>
    <message>
        <source>The lab CA {0} ends on {1}.</source>
        <translation>The lab CA {0} ends on {1}.</translation>
    </message>
    <message>
        <source>Change to another one while boards still trust this.</source>
        <translation>Change to another one while boards still trust this.</translation>
    </message>
    <message>
        <source>The company&apos;s certificate {0} has ended on {1}: boards refuse it.</source>
        <translation>The company&apos;s certificate {0} has ended on {1}: boards refuse it.</translation>
    </message>
    <message>
        <source>Ask the company&apos;s CA for another one.</source>
        <translation>Ask the company&apos;s CA for another one.</translation>
    </message>
    <message>
        <source>The company&apos;s certificate {0} ends on {1}.</source>
        <translation>The company&apos;s certificate {0} ends on {1}.</translation>
    </message>
    <message>
        <source>The company&apos;s certificate {0} is not for {1}, the address that boards are told.</source>
        <translation>The company&apos;s certificate {0} is not for {1}, the address that boards are told.</translation>
    </message>
    <message>
        <source>Ask for one with that address, or serve by a name that it has.</source>
        <translation>Ask for one with that address, or serve by a name that it has.</translation>
    </message>
    <message>
        <source>The certificate {0} is not valid before {1}: this computer&apos;s clock is wrong, or was when it was made.</source>
        <translation>The certificate {0} is not valid before {1}: this computer&apos;s clock is wrong, or was when it was made.</translation>
    </message>
    <message>
        <source>Set the clock.</source>
        <translation>Set the clock.</translation>
    </message>
    <message>
        <source>The key {0} may be read by others (mode {1}): whoever has it can pass for this computer.</source>
        <translation>The key {0} may be read by others (mode {1}): whoever has it can pass for this computer.</translation>
    </message>
    <message>
        <source>Take that away; if others may have read it, change to another CA.</source>
        <translation>Take that away; if others may have read it, change to another CA.</translation>
    </message>
    <message>
        <source>The certificate {0} cannot be used: {1}</source>
        <translation>The certificate {0} cannot be used: {1}</translation>
    </message>
    <message>
        <source>Put a backup in its place, or import it again.</source>
        <translation>Put a backup in its place, or import it again.</translation>
    </message>
    <message>
        <source>The next update gets a certificate for {0} by itself.</source>
        <translation>The next update gets a certificate for {0} by itself.</translation>
    </message>
    <message>
        <source>There is room in {0} ({1} MiB).</source>
        <translation>There is room in {0} ({1} MiB).</translation>
    </message>
    <message>
        <source>Only {1} MiB are free in {0}.</source>
        <translation>Only {1} MiB are free in {0}.</translation>
    </message>
    <message>
        <source>Free some space.</source>
        <translation>Free some space.</translation>
    </message>
    <message>
        <source>Only {1} MiB are free in {0}: logs and results will be lost.</source>
        <translation>Only {1} MiB are free in {0}: logs and results will be lost.</translation>
    </message>
    <message>
        <source>The space in {0} cannot be found out.</source>
        <translation>The space in {0} cannot be found out.</translation>
    </message>
    <message>
        <source>Check that the folder is there.</source>
        <translation>Check that the folder is there.</translation>
    </message>
    <message>
        <source>The history {0} can be read and written.</source>
        <translation>The history {0} can be read and written.</translation>
    </message>
    <message>
        <source>The history&apos;s database server answers.</source>
        <translation>The history&apos;s database server answers.</translation>
    </message>
    <message>
        <source>The history is begun with the first update ({0}).</source>
        <translation>The history is begun with the first update ({0}).</translation>
    </message>
    <message>
        <source>The history cannot be used: {0}.</source>
        <translation>The history cannot be used: {0}.</translation>
    </message>
    <message>
        <source>Mend that, then try again.</source>
        <translation>Mend that, then try again.</translation>
    </message>
    <message>
        <source>In order</source>
        <translation>In order</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warning</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problem</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::FirstRun</name>
    <message>
        <source>Without one the key is protected by its file&apos;s permissions alone.</source>
        <translation>Without one the key is protected by its file&apos;s permissions alone.</translation>
    </message>
    <message>
        <source>A passphrase has 8 characters or more.</source>
        <translation>A passphrase has 8 characters or more.</translation>
    </message>
    <message>
        <source>The two passphrases differ.</source>
        <translation>The two passphrases differ.</translation>
    </message>
    <message>
        <source>otabench will ask for it when it needs the key.</source>
        <translation>otabench will ask for it when it needs the key.</translation>
    </message>
    <message>
        <source>Making the lab CA…</source>
        <translation>Making the lab CA…</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <extracomment>a step of the first-run assistant</extracomment>
        <translation>Step %1 of %2</translation>
    </message>
    <message>
        <source>A certificate authority for this lab</source>
        <translation>A certificate authority for this lab</translation>
    </message>
    <message>
        <source>Boards download over HTTPS and must know whom to trust. otabench makes a certificate authority (CA) of your lab&apos;s own; boards trust it, and it signs the server&apos;s certificate.</source>
        <translation>Boards download over HTTPS and must know whom to trust. otabench makes a certificate authority (CA) of your lab&apos;s own; boards trust it, and it signs the server&apos;s certificate.</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>&amp;Next</translation>
    </message>
    <message>
        <source>Where boards reach this computer</source>
        <translation>Where boards reach this computer</translation>
    </message>
    <message>
        <source>The server&apos;s certificate covers all of this computer&apos;s addresses, and is replaced by itself when they change. Add names if boards use one.</source>
        <translation>The server&apos;s certificate covers all of this computer&apos;s addresses, and is replaced by itself when they change. Add names if boards use one.</translation>
    </message>
    <message>
        <source>&amp;Make the CA</source>
        <translation>&amp;Make the CA</translation>
    </message>
    <message>
        <source>The lab CA is ready</source>
        <translation>The lab CA is ready</translation>
    </message>
    <message>
        <source>Boards with the otabench agent are given it with their first update. Other firmware needs it built in: export it, or copy it.</source>
        <translation>Boards with the otabench agent are given it with their first update. Other firmware needs it built in: export it, or copy it.</translation>
    </message>
    <message>
        <source>&amp;Show the certificates</source>
        <translation>&amp;Show the certificates</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Back</translation>
    </message>
    <message>
        <source>&amp;Import a CA instead…</source>
        <translation>&amp;Import a CA instead…</translation>
    </message>
    <message>
        <source>N&amp;ame</source>
        <translation>N&amp;ame</translation>
    </message>
    <message>
        <source>&amp;Key</source>
        <translation>&amp;Key</translation>
    </message>
    <message>
        <source>&amp;Passphrase</source>
        <translation>&amp;Passphrase</translation>
    </message>
    <message>
        <source>Optional</source>
        <translation>Optional</translation>
    </message>
    <message>
        <source>The same a&amp;gain</source>
        <translation>The same a&amp;gain</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>This computer</translation>
    </message>
    <message>
        <source>Other n&amp;ames</source>
        <translation>Other n&amp;ames</translation>
    </message>
    <message>
        <source>Optional: ota.lab.example, with commas between</source>
        <translation>Optional: ota.lab.example, with commas between</translation>
    </message>
    <message>
        <source>&amp;Export for firmware…</source>
        <translation>&amp;Export for firmware…</translation>
    </message>
    <message>
        <source>&amp;Copy PEM</source>
        <translation>&amp;Copy PEM</translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation>Fingerprint</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::FoldersCard</name>
    <message>
        <source>Folders</source>
        <translation>Folders</translation>
    </message>
    <message>
        <source>&amp;Data</source>
        <translation>&amp;Data</translation>
    </message>
    <message>
        <source>Confi&amp;guration</source>
        <translation>Confi&amp;guration</translation>
    </message>
    <message>
        <source>L&amp;ogs</source>
        <translation>L&amp;ogs</translation>
    </message>
    <message>
        <source>Open the folder of data</source>
        <translation>Open the folder of data</translation>
    </message>
    <message>
        <source>Open the folder of settings</source>
        <translation>Open the folder of settings</translation>
    </message>
    <message>
        <source>Open the folder of logs</source>
        <translation>Open the folder of logs</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>$OTABENCH_HOME moves all of them, from the next start on.</source>
        <translation>$OTABENCH_HOME moves all of them, from the next start on.</translation>
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
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 s</source>
        <extracomment>a duration in seconds</extracomment>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <extracomment>a duration in minutes and seconds</extracomment>
        <translation>%1 min %2 s</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::HelpWindow</name>
    <message>
        <source>otabench help</source>
        <translation>otabench help</translation>
    </message>
    <message>
        <source>Search the help</source>
        <translation>Search the help</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>Contents</translation>
    </message>
    <message>
        <source>Chapter</source>
        <translation>Chapter</translation>
    </message>
    <message>
        <source>No chapter has all of these words.</source>
        <translation>No chapter has all of these words.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Forward</translation>
    </message>
    <message>
        <source>First chapter</source>
        <translation>First chapter</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::HistoryPage</name>
    <message>
        <source>History</source>
        <translation>History</translation>
    </message>
    <message>
        <source>Reading the history…</source>
        <translation>Reading the history…</translation>
    </message>
    <message numerus="yes">
        <source>%n board(s)</source>
        <translation>
            <numerusform>%n board</numerusform>
            <numerusform>%n boards</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n image(s)</source>
        <translation>
            <numerusform>%n image</numerusform>
            <numerusform>%n images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>the newest %n campaign(s)</source>
        <extracomment>older campaigns are not in the list</extracomment>
        <translation>
            <numerusform>the newest %n campaign</numerusform>
            <numerusform>the newest %n campaigns</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n campaign(s)</source>
        <translation>
            <numerusform>%n campaign</numerusform>
            <numerusform>%n campaigns</numerusform>
        </translation>
    </message>
    <message>
        <source>Web page (*.html)</source>
        <translation>Web page (*.html)</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>Table (*.csv)</translation>
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
        <translation>Save the report</translation>
    </message>
    <message>
        <source>Writing the report…</source>
        <translation>Writing the report…</translation>
    </message>
    <message>
        <source>Search campaigns and boards</source>
        <translation>Search campaigns and boards</translation>
    </message>
    <message>
        <source>Search the history</source>
        <translation>Search the history</translation>
    </message>
    <message>
        <source>Re&amp;fresh</source>
        <translation>Re&amp;fresh</translation>
    </message>
    <message>
        <source>Read the history again (F5)</source>
        <translation>Read the history again (F5)</translation>
    </message>
    <message>
        <source>Return to &amp;previous image…</source>
        <translation>Return to &amp;previous image…</translation>
    </message>
    <message>
        <source>Plan to give the boards of this campaign the images they ran before</source>
        <translation>Plan to give the boards of this campaign the images they ran before</translation>
    </message>
    <message>
        <source>&amp;Retry failed</source>
        <translation>&amp;Retry failed</translation>
    </message>
    <message>
        <source>Update the boards of this campaign that failed once more</source>
        <translation>Update the boards of this campaign that failed once more</translation>
    </message>
    <message>
        <source>&amp;Save report</source>
        <translation>&amp;Save report</translation>
    </message>
    <message>
        <source>As &amp;web page (HTML)…</source>
        <translation>As &amp;web page (HTML)…</translation>
    </message>
    <message>
        <source>As &amp;table (CSV)…</source>
        <translation>As &amp;table (CSV)…</translation>
    </message>
    <message>
        <source>As &amp;JSON…</source>
        <translation>As &amp;JSON…</translation>
    </message>
    <message>
        <source>For &amp;CI servers (JUnit)…</source>
        <translation>For &amp;CI servers (JUnit)…</translation>
    </message>
    <message>
        <source>&amp;Acceptance sheet…</source>
        <translation>&amp;Acceptance sheet…</translation>
    </message>
    <message>
        <source>All time</source>
        <translation>All time</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>Last 7 days</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>Last 30 days</translation>
    </message>
    <message>
        <source>Last 365 days</source>
        <translation>Last 365 days</translation>
    </message>
    <message>
        <source>Between two dates</source>
        <translation>Between two dates</translation>
    </message>
    <message>
        <source>Time of the campaigns</source>
        <translation>Time of the campaigns</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>First day</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Last day</translation>
    </message>
    <message>
        <source>Campaigns</source>
        <translation>Campaigns</translation>
    </message>
    <message>
        <source>Boards</source>
        <translation>Boards</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Images</translation>
    </message>
    <message>
        <source>Images that were sent to boards</source>
        <translation>Images that were sent to boards</translation>
    </message>
    <message>
        <source>Nothing has been updated yet</source>
        <translation>Nothing has been updated yet</translation>
    </message>
    <message>
        <source>Every campaign is recorded here: what was done to which board, when, and how it ended.</source>
        <translation>Every campaign is recorded here: what was done to which board, when, and how it ended.</translation>
    </message>
    <message>
        <source>&amp;Go to the bench</source>
        <translation>&amp;Go to the bench</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::HistoryTables</name>
    <message>
        <source>Started</source>
        <translation>Started</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Image</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Result</translation>
    </message>
    <message>
        <source>Boards</source>
        <translation>Boards</translation>
    </message>
    <message>
        <source>Operator</source>
        <extracomment>who ran a campaign</extracomment>
        <translation>Operator</translation>
    </message>
    <message>
        <source>Station</source>
        <extracomment>the computer that ran a campaign</extracomment>
        <translation>Station</translation>
    </message>
    <message>
        <source>Board</source>
        <translation>Board</translation>
    </message>
    <message>
        <source>MAC address</source>
        <translation>MAC address</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>Attempts</source>
        <extracomment>how often an update was tried</extracomment>
        <translation>Attempts</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>At</source>
        <translation>At</translation>
    </message>
    <message>
        <source>Phase</source>
        <translation>Phase</translation>
    </message>
    <message>
        <source>Attempt</source>
        <translation>Attempt</translation>
    </message>
    <message>
        <source>Loaded</source>
        <translation>Loaded</translation>
    </message>
    <message>
        <source>Chip</source>
        <translation>Chip</translation>
    </message>
    <message>
        <source>Runs</source>
        <extracomment>heading above the image that a board runs now</extracomment>
        <translation>Runs</translation>
    </message>
    <message>
        <source>Last result</source>
        <translation>Last result</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>Last seen</translation>
    </message>
    <message>
        <source>Slot</source>
        <translation>Slot</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Size</translation>
    </message>
    <message>
        <source>Campaigns</source>
        <extracomment>how many campaigns sent this image</extracomment>
        <translation>Campaigns</translation>
    </message>
    <message>
        <source>Updated</source>
        <translation>Updated</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Failed</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>Last used</translation>
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
        <translation>&amp;Update boards with this…</translation>
    </message>
    <message>
        <source>Co&amp;mpare…</source>
        <extracomment>with another image</extracomment>
        <translation>Co&amp;mpare…</translation>
    </message>
    <message>
        <source>&amp;Verify signature…</source>
        <translation>&amp;Verify signature…</translation>
    </message>
    <message>
        <source>Si&amp;gn…</source>
        <translation>Si&amp;gn…</translation>
    </message>
    <message>
        <source>&amp;Decrypt…</source>
        <translation>&amp;Decrypt…</translation>
    </message>
    <message>
        <source>&amp;Encrypt…</source>
        <translation>&amp;Encrypt…</translation>
    </message>
    <message>
        <source>Save a co&amp;py…</source>
        <translation>Save a co&amp;py…</translation>
    </message>
    <message>
        <source>&amp;Remove…</source>
        <translation>&amp;Remove…</translation>
    </message>
    <message>
        <source>In use</source>
        <extracomment>heading: where an image is in use</extracomment>
        <translation>In use</translation>
    </message>
    <message>
        <source>Boards</source>
        <translation>Boards</translation>
    </message>
    <message>
        <source>No board of the bench runs this image.</source>
        <translation>No board of the bench runs this image.</translation>
    </message>
    <message numerus="yes">
        <source>%n board(s) run it: %1</source>
        <translation>
            <numerusform>%n board runs it: %1</numerusform>
            <numerusform>%n boards run it: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Campaigns</source>
        <translation>Campaigns</translation>
    </message>
    <message>
        <source>No campaign of the history used it.</source>
        <translation>No campaign of the history used it.</translation>
    </message>
    <message>
        <source>no. %1, %2</source>
        <extracomment>a campaign: %1 its number, %2 when it started</extracomment>
        <translation>no. %1, %2</translation>
    </message>
    <message numerus="yes">
        <source>and %n earlier one(s)</source>
        <translation>
            <numerusform>and %n earlier one</numerusform>
            <numerusform>and %n earlier ones</numerusform>
        </translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Description</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Kind</translation>
    </message>
    <message>
        <source>Chip</source>
        <translation>Chip</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Project</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Built</source>
        <translation>Built</translation>
    </message>
    <message>
        <source>Secure version</source>
        <translation>Secure version</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Size</translation>
    </message>
    <message>
        <source>%1 (%2 bytes)</source>
        <translation>%1 (%2 bytes)</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>Encryption</translation>
    </message>
    <message>
        <source>Pre-encrypted: only boards with the key can read it</source>
        <translation>Pre-encrypted: only boards with the key can read it</translation>
    </message>
    <message>
        <source>None</source>
        <translation>None</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Added</translation>
    </message>
    <message>
        <source>Digests</source>
        <translation>Digests</translation>
    </message>
    <message>
        <source>SHA-256 of the file</source>
        <translation>SHA-256 of the file</translation>
    </message>
    <message>
        <source>Appended SHA-256</source>
        <translation>Appended SHA-256</translation>
    </message>
    <message>
        <source>SHA-256 of the ELF</source>
        <translation>SHA-256 of the ELF</translation>
    </message>
    <message>
        <source>All zero: it does not tell this build from another</source>
        <translation>All zero: it does not tell this build from another</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Checks</translation>
    </message>
    <message>
        <source>Signatures</source>
        <translation>Signatures</translation>
    </message>
    <message>
        <source>Not signed: boards that insist on signatures refuse it.</source>
        <translation>Not signed: boards that insist on signatures refuse it.</translation>
    </message>
    <message>
        <source>Digests of the keys, by which boards trust them:</source>
        <translation>Digests of the keys, by which boards trust them:</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>a signature block: %1 its number, %2 the kind of key; the key&apos;s digest follows</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Header</source>
        <extracomment>heading: the first bytes of an image</extracomment>
        <translation>Header</translation>
    </message>
    <message>
        <source>Flash</source>
        <translation>Flash</translation>
    </message>
    <message>
        <source>Entry address</source>
        <translation>Entry address</translation>
    </message>
    <message>
        <source>Chip revisions</source>
        <translation>Chip revisions</translation>
    </message>
    <message>
        <source>eFuse revisions</source>
        <translation>eFuse revisions</translation>
    </message>
    <message>
        <source>Segments</source>
        <translation>Segments</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <extracomment>a segment of an image: %1 its size, %2 an address</extracomment>
        <translation>%1 at %2</translation>
    </message>
    <message>
        <source>Partitions</source>
        <translation>Partitions</translation>
    </message>
    <message>
        <source>Close the details (Esc)</source>
        <translation>Close the details (Esc)</translation>
    </message>
    <message>
        <source>Close the details</source>
        <translation>Close the details</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>&amp;Label</source>
        <translation>&amp;Label</translation>
    </message>
    <message>
        <source>No&amp;te</source>
        <translation>No&amp;te</translation>
    </message>
    <message>
        <source>What others should know of this image</source>
        <translation>What others should know of this image</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ImageModel</name>
    <message>
        <source>Name</source>
        <extracomment>a column of images: what the user calls it</extracomment>
        <translation>Name</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Label</source>
        <extracomment>a column of images: golden, candidate, bad</extracomment>
        <translation>Label</translation>
    </message>
    <message>
        <source>Kind</source>
        <extracomment>a column of images: application, bootloader, …</extracomment>
        <translation>Kind</translation>
    </message>
    <message>
        <source>Chip</source>
        <translation>Chip</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Size</translation>
    </message>
    <message>
        <source>Added</source>
        <extracomment>a column of images: when it came into the catalogue</extracomment>
        <translation>Added</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Note</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ImageStore</name>
    <message>
        <source>Reading the catalogue…</source>
        <translation>Reading the catalogue…</translation>
    </message>
    <message>
        <source>Adding %1…</source>
        <translation>Adding %1…</translation>
    </message>
    <message>
        <source>Writing the notes…</source>
        <translation>Writing the notes…</translation>
    </message>
    <message>
        <source>Removing the image…</source>
        <translation>Removing the image…</translation>
    </message>
    <message>
        <source>Writing %1…</source>
        <translation>Writing %1…</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ImageText</name>
    <message>
        <source>Golden</source>
        <extracomment>label of an image: the one to go back to</extracomment>
        <translation>Golden</translation>
    </message>
    <message>
        <source>Candidate</source>
        <extracomment>label of an image: on trial</extracomment>
        <translation>Candidate</translation>
    </message>
    <message>
        <source>Bad</source>
        <extracomment>label of an image: not to be installed again</extracomment>
        <translation>Bad</translation>
    </message>
    <message>
        <source>No label</source>
        <extracomment>an image without a label</extracomment>
        <translation>No label</translation>
    </message>
    <message>
        <source>Passed</source>
        <extracomment>verdict of a check</extracomment>
        <translation>Passed</translation>
    </message>
    <message>
        <source>Failed</source>
        <extracomment>verdict of a check</extracomment>
        <translation>Failed</translation>
    </message>
    <message>
        <source>Copy damaged</source>
        <extracomment>of an image whose copy the disk has changed</extracomment>
        <translation>Copy damaged</translation>
    </message>
    <message>
        <source>Faulty</source>
        <extracomment>of an image: a check has failed</extracomment>
        <translation>Faulty</translation>
    </message>
    <message>
        <source>Good</source>
        <extracomment>of an image: every check passed, and boards can be updated with it</extracomment>
        <translation>Good</translation>
    </message>
    <message>
        <source>Not for updates</source>
        <extracomment>of a bootloader, partition table or merged image: boards do not take it over the air</extracomment>
        <translation>Not for updates</translation>
    </message>
    <message>
        <source>The bytes of this copy are no longer those that were added: the disk has changed them. Add the file again from where it came.</source>
        <translation>The bytes of this copy are no longer those that were added: the disk has changed them. Add the file again from where it came.</translation>
    </message>
    <message>
        <source>This is a bootloader: boards do not take it over the air. To update boards, add the application beside it, build/&lt;project&gt;.bin.</source>
        <translation>This is a bootloader: boards do not take it over the air. To update boards, add the application beside it, build/&lt;project&gt;.bin.</translation>
    </message>
    <message>
        <source>This is a partition table: it is written over the cable. To update boards, add the application, build/&lt;project&gt;.bin.</source>
        <translation>This is a partition table: it is written over the cable. To update boards, add the application, build/&lt;project&gt;.bin.</translation>
    </message>
    <message>
        <source>This is a merged image of the whole flash, for writing over the cable at address 0. To update boards, add the application alone, build/&lt;project&gt;.bin.</source>
        <translation>This is a merged image of the whole flash, for writing over the cable at address 0. To update boards, add the application alone, build/&lt;project&gt;.bin.</translation>
    </message>
    <message>
        <source>Only boards with the matching key can read this image; what is in it is not seen here.</source>
        <translation>Only boards with the matching key can read this image; what is in it is not seen here.</translation>
    </message>
    <message>
        <source>Application</source>
        <extracomment>kind of an image</extracomment>
        <translation>Application</translation>
    </message>
    <message>
        <source>Bootloader</source>
        <extracomment>kind of an image</extracomment>
        <translation>Bootloader</translation>
    </message>
    <message>
        <source>Partition table</source>
        <extracomment>kind of an image</extracomment>
        <translation>Partition table</translation>
    </message>
    <message>
        <source>Merged image</source>
        <extracomment>kind of an image: the whole flash in one file</extracomment>
        <translation>Merged image</translation>
    </message>
    <message>
        <source>Pre-encrypted</source>
        <extracomment>kind of an image</extracomment>
        <translation>Pre-encrypted</translation>
    </message>
    <message>
        <source>No image</source>
        <extracomment>kind of a file</extracomment>
        <translation>No image</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>First byte</translation>
    </message>
    <message>
        <source>Header</source>
        <translation>Header</translation>
    </message>
    <message>
        <source>Chip</source>
        <translation>Chip</translation>
    </message>
    <message>
        <source>Chip revisions</source>
        <translation>Chip revisions</translation>
    </message>
    <message>
        <source>Segments</source>
        <translation>Segments</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Description</translation>
    </message>
    <message>
        <source>Alignment in flash</source>
        <translation>Alignment in flash</translation>
    </message>
    <message>
        <source>Checksum</source>
        <translation>Checksum</translation>
    </message>
    <message>
        <source>Appended SHA-256</source>
        <translation>Appended SHA-256</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Size</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>Signature</translation>
    </message>
    <message>
        <source>Bytes behind the image</source>
        <translation>Bytes behind the image</translation>
    </message>
    <message>
        <source>MD5 of the table</source>
        <translation>MD5 of the table</translation>
    </message>
    <message>
        <source>Layout of the flash</source>
        <translation>Layout of the flash</translation>
    </message>
    <message>
        <source>Entries of the table</source>
        <translation>Entries of the table</translation>
    </message>
    <message>
        <source>Reserved bytes</source>
        <translation>Reserved bytes</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Length</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <extracomment>revisions of a chip</extracomment>
        <translation>%1 to %2</translation>
    </message>
    <message>
        <source>%1 and later</source>
        <extracomment>revisions of a chip, %1 is the smallest</extracomment>
        <translation>%1 and later</translation>
    </message>
    <message>
        <source>RSA-3072: every chip but ESP32-C2 and ESP32-C61</source>
        <translation>RSA-3072: every chip but ESP32-C2 and ESP32-C61</translation>
    </message>
    <message>
        <source>ECDSA P-256: newer chips, quick to verify</source>
        <translation>ECDSA P-256: newer chips, quick to verify</translation>
    </message>
    <message>
        <source>ECDSA P-384: ESP32-C5 and ESP32-P4</source>
        <translation>ECDSA P-384: ESP32-C5 and ESP32-P4</translation>
    </message>
    <message>
        <source>RSA-3072: the private key is built into the firmware</source>
        <translation>RSA-3072: the private key is built into the firmware</translation>
    </message>
    <message>
        <source>ECIES P-256: the key is burnt into an eFuse block</source>
        <translation>ECIES P-256: the key is burnt into an eFuse block</translation>
    </message>
    <message>
        <source>Segment %1</source>
        <translation>Segment %1</translation>
    </message>
    <message>
        <source>Partition %1</source>
        <translation>Partition %1</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Kind</translation>
    </message>
    <message>
        <source>Valid</source>
        <extracomment>whether an image passes every check</extracomment>
        <translation>Valid</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Project</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Secure version</source>
        <translation>Secure version</translation>
    </message>
    <message>
        <source>Built</source>
        <translation>Built</translation>
    </message>
    <message>
        <source>Smallest chip revision</source>
        <translation>Smallest chip revision</translation>
    </message>
    <message>
        <source>Largest chip revision</source>
        <translation>Largest chip revision</translation>
    </message>
    <message>
        <source>Flash mode</source>
        <translation>Flash mode</translation>
    </message>
    <message>
        <source>Flash size</source>
        <translation>Flash size</translation>
    </message>
    <message>
        <source>Signed by</source>
        <translation>Signed by</translation>
    </message>
    <message>
        <source>Boards with anti-rollback that have confirmed %1 (secure version %2) cannot return to %3 (secure version %4).</source>
        <translation>Boards with anti-rollback that have confirmed %1 (secure version %2) cannot return to %3 (secure version %4).</translation>
    </message>
    <message>
        <source>Boards with anti-rollback that have confirmed %1 (secure version %2) refuse %3 (secure version %4).</source>
        <translation>Boards with anti-rollback that have confirmed %1 (secure version %2) refuse %3 (secure version %4).</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ImageToolDialog</name>
    <message>
        <source>Verifying the signature…</source>
        <translation>Verifying the signature…</translation>
    </message>
    <message>
        <source>No signature is by this key</source>
        <translation>No signature is by this key</translation>
    </message>
    <message>
        <source>No signature</source>
        <translation>No signature</translation>
    </message>
    <message>
        <source>Failed</source>
        <extracomment>verdict of a check</extracomment>
        <translation>Failed</translation>
    </message>
    <message>
        <source>Good, by this key</source>
        <translation>Good, by this key</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>Good</translation>
    </message>
    <message>
        <source>Signature %1, %2</source>
        <translation>Signature %1, %2</translation>
    </message>
    <message>
        <source>Digest of its key</source>
        <translation>Digest of its key</translation>
    </message>
    <message>
        <source>Whether boards trust these keys is decided by the digests burnt into them. Name a key to see whether it made one of the signatures.</source>
        <translation>Whether boards trust these keys is decided by the digests burnt into them. Name a key to see whether it made one of the signatures.</translation>
    </message>
    <message>
        <source>Signing…</source>
        <translation>Signing…</translation>
    </message>
    <message>
        <source>Encrypting…</source>
        <translation>Encrypting…</translation>
    </message>
    <message>
        <source>Decrypting…</source>
        <translation>Decrypting…</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>Written</translation>
    </message>
    <message>
        <source>File</source>
        <translation>File</translation>
    </message>
    <message>
        <source>SHA-256 of the file</source>
        <translation>SHA-256 of the file</translation>
    </message>
    <message>
        <source>Digest of key %1</source>
        <translation>Digest of key %1</translation>
    </message>
    <message>
        <source>Keys (*.pem *.key *.bin);;All files (*)</source>
        <translation>Keys (*.pem *.key *.bin);;All files (*)</translation>
    </message>
    <message>
        <source>Verify the signature of %1</source>
        <translation>Verify the signature of %1</translation>
    </message>
    <message>
        <source>Checks each signature block of the image, and whether one is by your key. Without a key any good signature counts.</source>
        <translation>Checks each signature block of the image, and whether one is by your key. Without a key any good signature counts.</translation>
    </message>
    <message>
        <source>&amp;Verify</source>
        <translation>&amp;Verify</translation>
    </message>
    <message>
        <source>&amp;Key (PEM)</source>
        <translation>&amp;Key (PEM)</translation>
    </message>
    <message>
        <source>Optional: a public or private key</source>
        <translation>Optional: a public or private key</translation>
    </message>
    <message>
        <source>Sign %1</source>
        <translation>Sign %1</translation>
    </message>
    <message>
        <source>Adds a Secure Boot v2 signature; an image takes up to three, all of one scheme. The key is read for this only and kept nowhere.</source>
        <translation>Adds a Secure Boot v2 signature; an image takes up to three, all of one scheme. The key is read for this only and kept nowhere.</translation>
    </message>
    <message>
        <source>&amp;Sign</source>
        <translation>&amp;Sign</translation>
    </message>
    <message>
        <source>Private &amp;key (PEM)</source>
        <translation>Private &amp;key (PEM)</translation>
    </message>
    <message>
        <source>Encrypt %1</source>
        <translation>Encrypt %1</translation>
    </message>
    <message>
        <source>Only boards with the private key can read the result. Encryption hides an image and proves nothing of who made it: sign it first.</source>
        <translation>Only boards with the private key can read the result. Encryption hides an image and proves nothing of who made it: sign it first.</translation>
    </message>
    <message>
        <source>&amp;Encrypt</source>
        <translation>&amp;Encrypt</translation>
    </message>
    <message>
        <source>Public &amp;key (PEM)</source>
        <translation>Public &amp;key (PEM)</translation>
    </message>
    <message>
        <source>Decrypt %1</source>
        <translation>Decrypt %1</translation>
    </message>
    <message>
        <source>Needs the boards&apos; own key: the private key in PEM, or the 32 bytes of the HMAC key. Nothing is written unless the image&apos;s tag is right.</source>
        <translation>Needs the boards&apos; own key: the private key in PEM, or the 32 bytes of the HMAC key. Nothing is written unless the image&apos;s tag is right.</translation>
    </message>
    <message>
        <source>&amp;Decrypt</source>
        <translation>&amp;Decrypt</translation>
    </message>
    <message>
        <source>Boards&apos; &amp;key</source>
        <translation>Boards&apos; &amp;key</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Key</translation>
    </message>
    <message>
        <source>Choose a key</source>
        <translation>Choose a key</translation>
    </message>
    <message>
        <source>Save &amp;as</source>
        <extracomment>the file that is written</extracomment>
        <translation>Save &amp;as</translation>
    </message>
    <message>
        <source>File to write</source>
        <translation>File to write</translation>
    </message>
    <message>
        <source>Save the image as</source>
        <translation>Save the image as</translation>
    </message>
    <message>
        <source>ESP images (*.bin);;All files (*)</source>
        <translation>ESP images (*.bin);;All files (*)</translation>
    </message>
    <message>
        <source>Keep it in the ca&amp;talogue, too</source>
        <translation>Keep it in the ca&amp;talogue, too</translation>
    </message>
    <message>
        <source>Mind: the %1 checks signatures of the scheme %2 only, and this one is %3. Boards that insist on a signature will refuse the image.</source>
        <translation>Mind: the %1 checks signatures of the scheme %2 only, and this one is %3. Boards that insist on a signature will refuse the image.</translation>
    </message>
    <message>
        <source>Mind: the %1 looks at the first signature only. Boards that trust only the new key will refuse the image: sign the unsigned one with it.</source>
        <translation>Mind: the %1 looks at the first signature only. Boards that trust only the new key will refuse the image: sign the unsigned one with it.</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ImagesPage</name>
    <message>
        <source>Images</source>
        <extracomment>the page of firmware images</extracomment>
        <translation>Images</translation>
    </message>
    <message>
        <source>Add images</source>
        <translation>Add images</translation>
    </message>
    <message>
        <source>ESP images (*.bin);;All files (*)</source>
        <translation>ESP images (*.bin);;All files (*)</translation>
    </message>
    <message>
        <source>Add the application of a build folder</source>
        <translation>Add the application of a build folder</translation>
    </message>
    <message>
        <source>Save a copy of the image</source>
        <translation>Save a copy of the image</translation>
    </message>
    <message>
        <source>Remove an image</source>
        <translation>Remove an image</translation>
    </message>
    <message>
        <source>Remove “%1” from the catalogue?</source>
        <translation>Remove “%1” from the catalogue?</translation>
    </message>
    <message>
        <source>Its copy is deleted for good. The file it came from stays where it is.</source>
        <translation>Its copy is deleted for good. The file it came from stays where it is.</translation>
    </message>
    <message numerus="yes">
        <source>%n board(s) still run it: %1. This copy is what they are brought back to after a failed update; without it they cannot return.</source>
        <translation>
            <numerusform>%n board still runs it: %1. This copy is what it is brought back to after a failed update; without it it cannot return.</numerusform>
            <numerusform>%n boards still run it: %1. This copy is what they are brought back to after a failed update; without it they cannot return.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Remove the image</source>
        <translation>&amp;Remove the image</translation>
    </message>
    <message>
        <source>&amp;Keep it</source>
        <translation>&amp;Keep it</translation>
    </message>
    <message>
        <source>Re&amp;name</source>
        <translation>Re&amp;name</translation>
    </message>
    <message numerus="yes">
        <source>%n image(s)</source>
        <translation>
            <numerusform>%n image</numerusform>
            <numerusform>%n images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n image(s)</source>
        <translation>
            <numerusform>%1 of %n image</numerusform>
            <numerusform>%1 of %n images</numerusform>
        </translation>
    </message>
    <message>
        <source>Filter images</source>
        <translation>Filter images</translation>
    </message>
    <message>
        <source>T&amp;ools</source>
        <extracomment>a menu of rarer acts</extracomment>
        <translation>T&amp;ools</translation>
    </message>
    <message>
        <source>Make a &amp;key…</source>
        <translation>Make a &amp;key…</translation>
    </message>
    <message>
        <source>Make a test &amp;image…</source>
        <translation>Make a test &amp;image…</translation>
    </message>
    <message>
        <source>&amp;Read the catalogue again</source>
        <translation>&amp;Read the catalogue again</translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation>&amp;Add</translation>
    </message>
    <message>
        <source>Image &amp;files…</source>
        <translation>Image &amp;files…</translation>
    </message>
    <message>
        <source>&amp;Build folder…</source>
        <translation>&amp;Build folder…</translation>
    </message>
    <message>
        <source>&amp;Update boards with this…</source>
        <translation>&amp;Update boards with this…</translation>
    </message>
    <message>
        <source>No images yet</source>
        <translation>No images yet</translation>
    </message>
    <message>
        <source>Drop an application&apos;s .bin here, or the build folder of an ESP-IDF project. Every update keeps a copy of its image, so that boards can always be brought back to it.</source>
        <translation>Drop an application&apos;s .bin here, or the build folder of an ESP-IDF project. Every update keeps a copy of its image, so that boards can always be brought back to it.</translation>
    </message>
    <message>
        <source>Add an i&amp;mage…</source>
        <translation>Add an i&amp;mage…</translation>
    </message>
    <message>
        <source>Make a &amp;test image…</source>
        <translation>Make a &amp;test image…</translation>
    </message>
    <message>
        <source>No image matches the filter</source>
        <translation>No image matches the filter</translation>
    </message>
    <message>
        <source>The filter looks into every column of the table.</source>
        <translation>The filter looks into every column of the table.</translation>
    </message>
    <message>
        <source>&amp;Clear the filter</source>
        <translation>&amp;Clear the filter</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ImportCaDialog</name>
    <message>
        <source>Importing the CA…</source>
        <translation>Importing the CA…</translation>
    </message>
    <message>
        <source>The CA is the lab&apos;s now</source>
        <translation>The CA is the lab&apos;s now</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>Imported</translation>
    </message>
    <message>
        <source>The server&apos;s certificate is issued by it from its next start on.</source>
        <translation>The server&apos;s certificate is issued by it from its next start on.</translation>
    </message>
    <message>
        <source>Import a CA</source>
        <translation>Import a CA</translation>
    </message>
    <message>
        <source>Replaces the CA of this lab: boards that trust the present one only refuse the server afterwards. To change CAs without that, begin a rotation instead.</source>
        <translation>Replaces the CA of this lab: boards that trust the present one only refuse the server afterwards. To change CAs without that, begin a rotation instead.</translation>
    </message>
    <message>
        <source>Takes over a CA that exists: its certificate and its private key, or a PKCS#12 file with both. The files stay as they are.</source>
        <translation>Takes over a CA that exists: its certificate and its private key, or a PKCS#12 file with both. The files stay as they are.</translation>
    </message>
    <message>
        <source>C&amp;ertificate</source>
        <translation>C&amp;ertificate</translation>
    </message>
    <message>
        <source>Certificate of the CA</source>
        <translation>Certificate of the CA</translation>
    </message>
    <message>
        <source>Choose a certificate</source>
        <translation>Choose a certificate</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer *.der *.p7b *.p12 *.pfx);;All files (*)</source>
        <translation>Certificates (*.pem *.crt *.cer *.der *.p7b *.p12 *.pfx);;All files (*)</translation>
    </message>
    <message>
        <source>PEM, DER, PKCS#7 or PKCS#12</source>
        <translation>PEM, DER, PKCS#7 or PKCS#12</translation>
    </message>
    <message>
        <source>Private &amp;key</source>
        <translation>Private &amp;key</translation>
    </message>
    <message>
        <source>Private key of the CA</source>
        <translation>Private key of the CA</translation>
    </message>
    <message>
        <source>Choose a key</source>
        <translation>Choose a key</translation>
    </message>
    <message>
        <source>Keys (*.pem *.key *.der);;All files (*)</source>
        <translation>Keys (*.pem *.key *.der);;All files (*)</translation>
    </message>
    <message>
        <source>PEM or DER; not for PKCS#12</source>
        <translation>PEM or DER; not for PKCS#12</translation>
    </message>
    <message>
        <source>&amp;Passphrase of the file</source>
        <translation>&amp;Passphrase of the file</translation>
    </message>
    <message>
        <source>Protect it &amp;here with</source>
        <translation>Protect it &amp;here with</translation>
    </message>
    <message>
        <source>Optional: a new passphrase, 8 characters or more</source>
        <translation>Optional: a new passphrase, 8 characters or more</translation>
    </message>
    <message>
        <source>&amp;Import</source>
        <translation>&amp;Import</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::InterruptedBanner</name>
    <message>
        <source>Give the campaign up</source>
        <translation>Give the campaign up</translation>
    </message>
    <message numerus="yes">
        <source>End the campaign without updating the %n board(s) that had not finished?</source>
        <translation>
            <numerusform>End the campaign without updating the %n board that had not finished?</numerusform>
            <numerusform>End the campaign without updating the %n boards that had not finished?</numerusform>
        </translation>
    </message>
    <message>
        <source>The history will show them as cancelled. Boards are not touched; they can be updated again later.</source>
        <translation>The history will show them as cancelled. Boards are not touched; they can be updated again later.</translation>
    </message>
    <message>
        <source>&amp;Give it up</source>
        <translation>&amp;Give it up</translation>
    </message>
    <message>
        <source>&amp;Keep it</source>
        <translation>&amp;Keep it</translation>
    </message>
    <message>
        <source>Interrupted campaign</source>
        <translation>Interrupted campaign</translation>
    </message>
    <message>
        <source>&amp;Take it up</source>
        <translation>&amp;Take it up</translation>
    </message>
    <message>
        <source>Ask the boards what they run, and go on with those that need it</source>
        <translation>Ask the boards what they run, and go on with those that need it</translation>
    </message>
    <message>
        <source>Gi&amp;ve it up…</source>
        <translation>Gi&amp;ve it up…</translation>
    </message>
    <message>
        <source>End it in the history, without touching a board</source>
        <translation>End it in the history, without touching a board</translation>
    </message>
    <message>
        <source>The update to %1 %2 of %3 was interrupted</source>
        <extracomment>%1 is a project, %2 its version, %3 a date and time</extracomment>
        <translation>The update to %1 %2 of %3 was interrupted</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n board(s) had finished.</source>
        <translation>
            <numerusform>%1 of %n board had finished.</numerusform>
            <numerusform>%1 of %n boards had finished.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n older campaign(s) were interrupted too.</source>
        <translation>
            <numerusform>%n older campaign was interrupted too.</numerusform>
            <numerusform>%n older campaigns were interrupted too.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>otabench::widgets::LimitsPanel</name>
    <message>
        <source>Changes hold at once, for transfers that are under way, too. A board beyond the number of transfers is told to come again (503) and does so by itself.</source>
        <translation>Changes hold at once, for transfers that are under way, too. A board beyond the number of transfers is told to come again (503) and does so by itself.</translation>
    </message>
    <message>
        <source>&amp;All boards together</source>
        <translation>&amp;All boards together</translation>
    </message>
    <message>
        <source>&amp;Each board</source>
        <translation>&amp;Each board</translation>
    </message>
    <message>
        <source>&amp;Transfers at once</source>
        <translation>&amp;Transfers at once</translation>
    </message>
    <message>
        <source>&amp;Come again after</source>
        <translation>&amp;Come again after</translation>
    </message>
    <message>
        <source>S&amp;pread starts over</source>
        <translation>S&amp;pread starts over</translation>
    </message>
    <message>
        <source> kB/s</source>
        <extracomment>kilobytes a second, behind a number</extracomment>
        <translation> kB/s</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>No limit</translation>
    </message>
    <message>
        <source> s</source>
        <extracomment>seconds, behind a number</extracomment>
        <translation> s</translation>
    </message>
    <message>
        <source> ms</source>
        <extracomment>milliseconds, behind a number</extracomment>
        <translation> ms</translation>
    </message>
    <message>
        <source>Not at all</source>
        <extracomment>boards that are triggered together begin together</extracomment>
        <translation>Not at all</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::LiveView</name>
    <message>
        <source>Boards of the campaign, with the times of their phases</source>
        <translation>Boards of the campaign, with the times of their phases</translation>
    </message>
    <message>
        <source>No board of the campaign matches</source>
        <translation>No board of the campaign matches</translation>
    </message>
    <message>
        <source>Show all boards</source>
        <translation>Show all boards</translation>
    </message>
    <message>
        <source>Throughput</source>
        <translation>Throughput</translation>
    </message>
    <message>
        <source>Causes of failures</source>
        <translation>Causes of failures</translation>
    </message>
    <message>
        <source>No board has failed.</source>
        <translation>No board has failed.</translation>
    </message>
    <message>
        <source>Causes of failures; choose one to see its boards</source>
        <translation>Causes of failures; choose one to see its boards</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::LogArea</name>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Copy</translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation>Select &amp;all</translation>
    </message>
    <message>
        <source>Copy &amp;without times</source>
        <translation>Copy &amp;without times</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::LogMarksModel</name>
    <message>
        <source>Update begins</source>
        <extracomment>a bookmark in a log</extracomment>
        <translation>Update begins</translation>
    </message>
    <message>
        <source>First error</source>
        <extracomment>a bookmark in a log</extracomment>
        <translation>First error</translation>
    </message>
    <message>
        <source>Restart</source>
        <extracomment>a bookmark in a log</extracomment>
        <translation>Restart</translation>
    </message>
    <message>
        <source>Crash</source>
        <extracomment>a bookmark in a log</extracomment>
        <translation>Crash</translation>
    </message>
    <message>
        <source>Lines lost</source>
        <extracomment>a bookmark in a log: lines are missing here</extracomment>
        <translation>Lines lost</translation>
    </message>
    <message>
        <source>Bookmark</source>
        <extracomment>one that the user has set in a log</extracomment>
        <translation>Bookmark</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::LogModel</name>
    <message numerus="yes">
        <source>… %n line(s) skipped</source>
        <translation>
            <numerusform>… %n line skipped</numerusform>
            <numerusform>… %n lines skipped</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>otabench::widgets::LogSearchBar</name>
    <message>
        <source>No hits</source>
        <translation>No hits</translation>
    </message>
    <message numerus="yes">
        <source>%n hit(s)</source>
        <translation>
            <numerusform>%n hit</numerusform>
            <numerusform>%n hits</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <extracomment>%1 is the number of the hit that is shown, %2 how many there are</extracomment>
        <translation>%1 of %2</translation>
    </message>
    <message>
        <source>Upper and lower case count</source>
        <translation>Upper and lower case count</translation>
    </message>
    <message>
        <source>Search for a regular expression</source>
        <translation>Search for a regular expression</translation>
    </message>
    <message>
        <source>Previous hit (Shift+F3)</source>
        <translation>Previous hit (Shift+F3)</translation>
    </message>
    <message>
        <source>Next hit (F3)</source>
        <translation>Next hit (F3)</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::LogSidePanel</name>
    <message>
        <source>Bookmarks</source>
        <translation>Bookmarks</translation>
    </message>
    <message>
        <source>Explanation</source>
        <translation>Explanation</translation>
    </message>
    <message>
        <source>Close the side panel (Esc)</source>
        <translation>Close the side panel (Esc)</translation>
    </message>
    <message>
        <source>Close the side panel</source>
        <translation>Close the side panel</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::LogView</name>
    <message>
        <source>All levels</source>
        <extracomment>log lines of every level</extracomment>
        <translation>All levels</translation>
    </message>
    <message>
        <source>Debug and above</source>
        <translation>Debug and above</translation>
    </message>
    <message>
        <source>Info and above</source>
        <translation>Info and above</translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation>Warnings and errors</translation>
    </message>
    <message>
        <source>Errors only</source>
        <translation>Errors only</translation>
    </message>
    <message>
        <source>Least level shown</source>
        <translation>Least level shown</translation>
    </message>
    <message>
        <source>Filter lines</source>
        <translation>Filter lines</translation>
    </message>
    <message>
        <source>Show only lines that contain</source>
        <translation>Show only lines that contain</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Log</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::LogsPage</name>
    <message>
        <source>Logs</source>
        <translation>Logs</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n line</numerusform>
            <numerusform>%n lines</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 lines</source>
        <extracomment>%1 lines of a log of %2 pass the filter</extracomment>
        <translation>%1 of %2 lines</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) have come since.</source>
        <translation>
            <numerusform>%n line has come since.</numerusform>
            <numerusform>%n lines have come since.</numerusform>
        </translation>
    </message>
    <message>
        <source>No lines have come since.</source>
        <translation>No lines have come since.</translation>
    </message>
    <message>
        <source>The saved log “%1”.</source>
        <translation>The saved log “%1”.</translation>
    </message>
    <message>
        <source>Older lines from the disk.</source>
        <translation>Older lines from the disk.</translation>
    </message>
    <message>
        <source>Lines before these are on disk.</source>
        <translation>Lines before these are on disk.</translation>
    </message>
    <message>
        <source>Writing the lines…</source>
        <translation>Writing the lines…</translation>
    </message>
    <message>
        <source>Reading the saved lines…</source>
        <translation>Reading the saved lines…</translation>
    </message>
    <message>
        <source>Looking through the lines…</source>
        <translation>Looking through the lines…</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) were written to “%1”.</source>
        <translation>
            <numerusform>%n line was written to “%1”.</numerusform>
            <numerusform>%n lines were written to “%1”.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) are selected: choose fewer, or export them to a file.</source>
        <translation>
            <numerusform>%n line is selected: choose fewer, or export them to a file.</numerusform>
            <numerusform>%n lines are selected: choose fewer, or export them to a file.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Explain this line</source>
        <translation>&amp;Explain this line</translation>
    </message>
    <message>
        <source>Remove the &amp;bookmark</source>
        <translation>Remove the &amp;bookmark</translation>
    </message>
    <message>
        <source>Set a &amp;bookmark</source>
        <translation>Set a &amp;bookmark</translation>
    </message>
    <message>
        <source>&amp;Only %1</source>
        <translation>&amp;Only %1</translation>
    </message>
    <message>
        <source>Only the &amp;tag %1</source>
        <translation>Only the &amp;tag %1</translation>
    </message>
    <message>
        <source>&amp;Hide the tag %1</source>
        <translation>&amp;Hide the tag %1</translation>
    </message>
    <message>
        <source>Open a saved log</source>
        <translation>Open a saved log</translation>
    </message>
    <message>
        <source>Logs (*.log *.txt)</source>
        <translation>Logs (*.log *.txt)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>All files (*)</translation>
    </message>
    <message>
        <source>Export the lines that are shown</source>
        <translation>Export the lines that are shown</translation>
    </message>
    <message>
        <source>Text (*.log)</source>
        <translation>Text (*.log)</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>Table (*.csv)</translation>
    </message>
    <message>
        <source>JSON lines (*.json)</source>
        <translation>JSON lines (*.json)</translation>
    </message>
    <message>
        <source>The firmware&apos;s .elf file</source>
        <translation>The firmware&apos;s .elf file</translation>
    </message>
    <message>
        <source>Programs (*.elf)</source>
        <translation>Programs (*.elf)</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Search</translation>
    </message>
    <message>
        <source>Search the lines (Ctrl+F); F3 and Shift+F3 go from hit to hit</source>
        <translation>Search the lines (Ctrl+F); F3 and Shift+F3 go from hit to hit</translation>
    </message>
    <message>
        <source>Search the lines</source>
        <translation>Search the lines</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>&amp;Open…</translation>
    </message>
    <message>
        <source>Read a saved log (Ctrl+O)</source>
        <translation>Read a saved log (Ctrl+O)</translation>
    </message>
    <message>
        <source>E&amp;xport…</source>
        <translation>E&amp;xport…</translation>
    </message>
    <message>
        <source>Write the lines that are shown to a file (Ctrl+S)</source>
        <translation>Write the lines that are shown to a file (Ctrl+S)</translation>
    </message>
    <message>
        <source>Boo&amp;kmarks</source>
        <translation>Boo&amp;kmarks</translation>
    </message>
    <message>
        <source>Bookmarks and explanations; F2 and Shift+F2 go from one bookmark to the next, Ctrl+B sets one</source>
        <translation>Bookmarks and explanations; F2 and Shift+F2 go from one bookmark to the next, Ctrl+B sets one</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pause</translation>
    </message>
    <message>
        <source>Hold the lines still; those that come are kept</source>
        <translation>Hold the lines still; those that come are kept</translation>
    </message>
    <message>
        <source>All levels</source>
        <extracomment>log lines of every level</extracomment>
        <translation>All levels</translation>
    </message>
    <message>
        <source>Debug and above</source>
        <translation>Debug and above</translation>
    </message>
    <message>
        <source>Info and above</source>
        <translation>Info and above</translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation>Warnings and errors</translation>
    </message>
    <message>
        <source>Errors only</source>
        <translation>Errors only</translation>
    </message>
    <message>
        <source>Least level shown</source>
        <translation>Least level shown</translation>
    </message>
    <message>
        <source>Filter: level:warning tag:wifi not board:ttyUSB0 since:10m /regular expression/ &quot;text&quot;</source>
        <translation>Filter: level:warning tag:wifi not board:ttyUSB0 since:10m /regular expression/ &quot;text&quot;</translation>
    </message>
    <message>
        <source>Terms joined by and, or, not and parentheses; Ctrl+Space shows what can stand here (Ctrl+L)</source>
        <translation>Terms joined by and, or, not and parentheses; Ctrl+Space shows what can stand here (Ctrl+L)</translation>
    </message>
    <message>
        <source>Filter expression</source>
        <translation>Filter expression</translation>
    </message>
    <message>
        <source>Ol&amp;der lines</source>
        <translation>Ol&amp;der lines</translation>
    </message>
    <message>
        <source>Back to li&amp;ve</source>
        <translation>Back to li&amp;ve</translation>
    </message>
    <message>
        <source>No log lines yet</source>
        <translation>No log lines yet</translation>
    </message>
    <message>
        <source>What boards print appears here at once, and stays on disk. A log that was saved elsewhere can be opened or dropped here.</source>
        <translation>What boards print appears here at once, and stays on disk. A log that was saved elsewhere can be opened or dropped here.</translation>
    </message>
    <message>
        <source>Open a &amp;log file…</source>
        <translation>Open a &amp;log file…</translation>
    </message>
    <message>
        <source>No line passes the filter</source>
        <translation>No line passes the filter</translation>
    </message>
    <message>
        <source>Lines that come and pass it appear here at once.</source>
        <translation>Lines that come and pass it appear here at once.</translation>
    </message>
    <message>
        <source>&amp;Clear the filter</source>
        <translation>&amp;Clear the filter</translation>
    </message>
    <message>
        <source>Log of all boards</source>
        <translation>Log of all boards</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::MakeImageDialog</name>
    <message>
        <source>Making the image…</source>
        <translation>Making the image…</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>Written</translation>
    </message>
    <message>
        <source>File</source>
        <translation>File</translation>
    </message>
    <message>
        <source>SHA-256 of the file</source>
        <translation>SHA-256 of the file</translation>
    </message>
    <message>
        <source>Make a test image</source>
        <translation>Make a test image</translation>
    </message>
    <message>
        <source>A valid image whose code is noise: virtual boards run it, and it tries a bench&apos;s download, verification and rollback. Do not give it to real boards: its code does nothing.</source>
        <translation>A valid image whose code is noise: virtual boards run it, and it tries a bench&apos;s download, verification and rollback. Do not give it to real boards: its code does nothing.</translation>
    </message>
    <message>
        <source>C&amp;hip</source>
        <translation>C&amp;hip</translation>
    </message>
    <message>
        <source>&amp;Project</source>
        <translation>&amp;Project</translation>
    </message>
    <message>
        <source>&amp;Version</source>
        <translation>&amp;Version</translation>
    </message>
    <message>
        <source>Si&amp;ze</source>
        <translation>Si&amp;ze</translation>
    </message>
    <message>
        <source> KB</source>
        <extracomment>kilobytes of 1024 bytes, behind a number</extracomment>
        <translation> KB</translation>
    </message>
    <message>
        <source>Secure vers&amp;ion</source>
        <translation>Secure vers&amp;ion</translation>
    </message>
    <message>
        <source>Save &amp;as</source>
        <translation>Save &amp;as</translation>
    </message>
    <message>
        <source>File to write</source>
        <translation>File to write</translation>
    </message>
    <message>
        <source>Save the image as</source>
        <translation>Save the image as</translation>
    </message>
    <message>
        <source>ESP images (*.bin);;All files (*)</source>
        <translation>ESP images (*.bin);;All files (*)</translation>
    </message>
    <message>
        <source>&amp;Make the image</source>
        <translation>&amp;Make the image</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::MakeKeyDialog</name>
    <message>
        <source>File</source>
        <translation>File</translation>
    </message>
    <message>
        <source>Making the key…</source>
        <translation>Making the key…</translation>
    </message>
    <message>
        <source>Keep secret</source>
        <extracomment>a private key&apos;s file</extracomment>
        <translation>Keep secret</translation>
    </message>
    <message>
        <source>May be given away</source>
        <extracomment>a public key&apos;s file</extracomment>
        <translation>May be given away</translation>
    </message>
    <message>
        <source>Private key, to sign with</source>
        <translation>Private key, to sign with</translation>
    </message>
    <message>
        <source>Public key, to verify with</source>
        <translation>Public key, to verify with</translation>
    </message>
    <message>
        <source>Digest, by which boards trust it</source>
        <translation>Digest, by which boards trust it</translation>
    </message>
    <message>
        <source>Key for the boards</source>
        <translation>Key for the boards</translation>
    </message>
    <message>
        <source>Public key, to encrypt with</source>
        <translation>Public key, to encrypt with</translation>
    </message>
    <message>
        <source>Make a key</source>
        <translation>Make a key</translation>
    </message>
    <message>
        <source>Makes a private and a public key in a folder. The private one can be read by you alone; keep a copy where it cannot be lost: boards that trust it take updates of no other key.</source>
        <translation>Makes a private and a public key in a folder. The private one can be read by you alone; keep a copy where it cannot be lost: boards that trust it take updates of no other key.</translation>
    </message>
    <message>
        <source>&amp;For</source>
        <translation>&amp;For</translation>
    </message>
    <message>
        <source>Signing images (Secure Boot v2)</source>
        <extracomment>what a key is for</extracomment>
        <translation>Signing images (Secure Boot v2)</translation>
    </message>
    <message>
        <source>Encrypting images on their way</source>
        <extracomment>what a key is for</extracomment>
        <translation>Encrypting images on their way</translation>
    </message>
    <message>
        <source>&amp;Kind</source>
        <translation>&amp;Kind</translation>
    </message>
    <message>
        <source>In f&amp;older</source>
        <translation>In f&amp;older</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Folder</translation>
    </message>
    <message>
        <source>Choose a folder for the key files</source>
        <translation>Choose a folder for the key files</translation>
    </message>
    <message>
        <source>&amp;Make the key</source>
        <translation>&amp;Make the key</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::OriginField</name>
    <message>
        <source>Looking at %1…</source>
        <extracomment>%1 is a URL</extracomment>
        <translation>Looking at %1…</translation>
    </message>
    <message>
        <source>URL of the image on another server</source>
        <translation>URL of the image on another server</translation>
    </message>
    <message>
        <source>Loo&amp;k there</source>
        <extracomment>a button: looks at the image at a URL</extracomment>
        <translation>Loo&amp;k there</translation>
    </message>
    <message>
        <source>The image is there. Boards are given the CA they need for it.</source>
        <translation>The image is there. Boards are given the CA they need for it.</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::PassphraseDialog</name>
    <message>
        <source>Opening the key…</source>
        <translation>Opening the key…</translation>
    </message>
    <message>
        <source>Passphrase of the lab CA</source>
        <translation>Passphrase of the lab CA</translation>
    </message>
    <message>
        <source>The server needs another certificate, and the lab CA&apos;s key that signs it is protected. The passphrase stays in memory and is written nowhere.</source>
        <translation>The server needs another certificate, and the lab CA&apos;s key that signs it is protected. The passphrase stays in memory and is written nowhere.</translation>
    </message>
    <message>
        <source>&amp;Passphrase</source>
        <translation>&amp;Passphrase</translation>
    </message>
    <message>
        <source>&amp;Remember it until otabench is closed</source>
        <translation>&amp;Remember it until otabench is closed</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>&amp;Go on</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::PhaseGroupBar</name>
    <message>
        <source>All %1</source>
        <extracomment>all boards; %1: how many</extracomment>
        <translation>All %1</translation>
    </message>
    <message>
        <source>Need attention %1</source>
        <extracomment>boards that failed, were rolled back, are not proved, or have trouble; %1: how many</extracomment>
        <translation>Need attention %1</translation>
    </message>
    <message>
        <source>Busy %1</source>
        <extracomment>boards that are being updated or wait for it; %1: how many</extracomment>
        <translation>Busy %1</translation>
    </message>
    <message>
        <source>Good %1</source>
        <extracomment>boards that are updated; %1: how many</extracomment>
        <translation>Good %1</translation>
    </message>
    <message>
        <source>Which boards are shown</source>
        <translation>Which boards are shown</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::PhaseText</name>
    <message>
        <source>Queued</source>
        <translation>Queued</translation>
    </message>
    <message>
        <source>Preparing</source>
        <translation>Preparing</translation>
    </message>
    <message>
        <source>Triggered</source>
        <translation>Triggered</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>Connected</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>Downloading</translation>
    </message>
    <message>
        <source>Verifying</source>
        <translation>Verifying</translation>
    </message>
    <message>
        <source>Rebooting</source>
        <translation>Rebooting</translation>
    </message>
    <message>
        <source>Confirming</source>
        <translation>Confirming</translation>
    </message>
    <message>
        <source>Updated</source>
        <translation>Updated</translation>
    </message>
    <message>
        <source>Up to date</source>
        <translation>Up to date</translation>
    </message>
    <message>
        <source>Not proved</source>
        <translation>Not proved</translation>
    </message>
    <message>
        <source>Rolled back</source>
        <translation>Rolled back</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Failed</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Cancelled</translation>
    </message>
    <message>
        <source>Port error</source>
        <translation>Port error</translation>
    </message>
    <message>
        <source>Unplugged</source>
        <translation>Unplugged</translation>
    </message>
    <message>
        <source>Opening</source>
        <translation>Opening</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Ready</translation>
    </message>
    <message>
        <source>Listening</source>
        <extracomment>the port is open and its log is followed, but the board has not said who it is</extracomment>
        <translation>Listening</translation>
    </message>
    <message>
        <source>number %1 in the queue</source>
        <extracomment>place in the queue of boards to be updated</extracomment>
        <translation>number %1 in the queue</translation>
    </message>
    <message>
        <source>asking who it is, %1</source>
        <translation>asking who it is, %1</translation>
    </message>
    <message>
        <source>waiting for it to connect, %1</source>
        <translation>waiting for it to connect, %1</translation>
    </message>
    <message>
        <source>waiting for the first bytes, %1</source>
        <translation>waiting for the first bytes, %1</translation>
    </message>
    <message>
        <source>%1 left</source>
        <extracomment>%1 is a duration</extracomment>
        <translation>%1 left</translation>
    </message>
    <message>
        <source>checking the image, %1</source>
        <translation>checking the image, %1</translation>
    </message>
    <message>
        <source>waiting for the new image to start, %1</source>
        <translation>waiting for the new image to start, %1</translation>
    </message>
    <message>
        <source>waiting for it to confirm, %1</source>
        <translation>waiting for it to confirm, %1</translation>
    </message>
    <message>
        <source>in %1</source>
        <extracomment>how long the whole update took</extracomment>
        <translation>in %1</translation>
    </message>
    <message>
        <source>ran this image already</source>
        <translation>ran this image already</translation>
    </message>
    <message>
        <source>Lent</source>
        <extracomment>another program has the board&apos;s port for a while</extracomment>
        <translation>Lent</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::PlanModel</name>
    <message>
        <source>Blocked: it has left the bench</source>
        <translation>Blocked: it has left the bench</translation>
    </message>
    <message>
        <source>Choose an image</source>
        <translation>Choose an image</translation>
    </message>
    <message>
        <source>Board</source>
        <translation>Board</translation>
    </message>
    <message>
        <source>Runs</source>
        <extracomment>heading above the versions that the boards run now</extracomment>
        <translation>Runs</translation>
    </message>
    <message>
        <source>Verdict</source>
        <extracomment>heading above what an update would come to</extracomment>
        <translation>Verdict</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::PlanOptions</name>
    <message>
        <source>First &amp;wave</source>
        <extracomment>followed by a number: so many boards are updated before all others</extracomment>
        <translation>First &amp;wave</translation>
    </message>
    <message>
        <source>none</source>
        <extracomment>no boards go before the others</extracomment>
        <translation>none</translation>
    </message>
    <message>
        <source>Boards that go first; the others follow when they have succeeded</source>
        <translation>Boards that go first; the others follow when they have succeeded</translation>
    </message>
    <message>
        <source>&amp;Later waves</source>
        <extracomment>followed by a number of boards</extracomment>
        <translation>&amp;Later waves</translation>
    </message>
    <message>
        <source>all the rest</source>
        <translation>all the rest</translation>
    </message>
    <message>
        <source>Boards in each wave after the first</source>
        <translation>Boards in each wave after the first</translation>
    </message>
    <message>
        <source>&amp;Go on after</source>
        <extracomment>followed by a percentage of the boards of a wave, which must have succeeded</extracomment>
        <translation>&amp;Go on after</translation>
    </message>
    <message>
        <source> % success</source>
        <extracomment>follows a number in a field: a part of the boards of a wave</extracomment>
        <translation> % success</translation>
    </message>
    <message>
        <source>Part of a wave that must succeed before the next one begins</source>
        <translation>Part of a wave that must succeed before the next one begins</translation>
    </message>
    <message>
        <source>At the same &amp;time</source>
        <translation>At the same &amp;time</translation>
    </message>
    <message>
        <source>All boards</source>
        <extracomment>boards at the same time</extracomment>
        <translation>All boards</translation>
    </message>
    <message>
        <source>At most</source>
        <extracomment>followed by a number of boards at the same time</extracomment>
        <translation>At most</translation>
    </message>
    <message>
        <source>As is fastest</source>
        <extracomment>boards at the same time: more while that is faster</extracomment>
        <translation>As is fastest</translation>
    </message>
    <message>
        <source>Boards at the same time</source>
        <translation>Boards at the same time</translation>
    </message>
    <message>
        <source>Stop aft&amp;er</source>
        <extracomment>followed by a number of failures</extracomment>
        <translation>Stop aft&amp;er</translation>
    </message>
    <message>
        <source>no number of failures</source>
        <extracomment>however many boards fail</extracomment>
        <translation>no number of failures</translation>
    </message>
    <message>
        <source>No further board is started after so many failures</source>
        <translation>No further board is started after so many failures</translation>
    </message>
    <message>
        <source>More attem&amp;pts</source>
        <extracomment>followed by a number</extracomment>
        <translation>More attem&amp;pts</translation>
    </message>
    <message>
        <source>Where trying again can help: a network that fails, not a wrong image</source>
        <translation>Where trying again can help: a network that fails, not a wrong image</translation>
    </message>
    <message>
        <source>&amp;More options</source>
        <translation>&amp;More options</translation>
    </message>
    <message>
        <source>Start not before</source>
        <translation>Start not before</translation>
    </message>
    <message>
        <source>Time of the start</source>
        <translation>Time of the start</translation>
    </message>
    <message>
        <source>Sp&amp;read starts</source>
        <extracomment>followed by a number of seconds, over which the starts of boards are spread by chance</extracomment>
        <translation>Sp&amp;read starts</translation>
    </message>
    <message>
        <source>no</source>
        <translation>no</translation>
    </message>
    <message>
        <source> s</source>
        <extracomment>follows a number in a field: seconds</extracomment>
        <translation> s</translation>
    </message>
    <message>
        <source>Confirmed b&amp;y</source>
        <extracomment>followed by who says that a new image is good</extracomment>
        <translation>Confirmed b&amp;y</translation>
    </message>
    <message>
        <source>otabench, as soon as it runs</source>
        <extracomment>who says that a new image is good</extracomment>
        <translation>otabench, as soon as it runs</translation>
    </message>
    <message>
        <source>the board&apos;s own test</source>
        <translation>the board&apos;s own test</translation>
    </message>
    <message>
        <source>&amp;Download</source>
        <translation>&amp;Download</translation>
    </message>
    <message>
        <source>in one piece</source>
        <extracomment>%1 is an amount such as &quot;16 kB&quot;: the image is fetched in parts of this size</extracomment>
        <translation>in one piece</translation>
    </message>
    <message>
        <source>%1 a request</source>
        <translation>%1 a request</translation>
    </message>
    <message>
        <source>Also boards that r&amp;un this image already</source>
        <translation>Also boards that r&amp;un this image already</translation>
    </message>
    <message numerus="yes">
        <source> board(s)</source>
        <extracomment>follows a number in a field; begins with a blank</extracomment>
        <translation>
            <numerusform> board</numerusform>
            <numerusform> boards</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> failure(s)</source>
        <extracomment>follows a number in a field; begins with a blank</extracomment>
        <translation>
            <numerusform> failure</numerusform>
            <numerusform> failures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>otabench::widgets::PlanText</name>
    <message numerus="yes">
        <source>%n board(s) go first</source>
        <translation>
            <numerusform>%n board goes first</numerusform>
            <numerusform>%n boards go first</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>then waves of %n board(s)</source>
        <translation>
            <numerusform>then waves of %n board</numerusform>
            <numerusform>then waves of %n boards</numerusform>
        </translation>
    </message>
    <message>
        <source>the next wave begins when %1 of a wave have succeeded</source>
        <extracomment>%1 is a number of boards, or a part of them such as 90%</extracomment>
        <translation>the next wave begins when %1 of a wave have succeeded</translation>
    </message>
    <message>
        <source>as many at the same time as is fastest</source>
        <translation>as many at the same time as is fastest</translation>
    </message>
    <message numerus="yes">
        <source>%n board(s) at the same time</source>
        <translation>
            <numerusform>%n board at the same time</numerusform>
            <numerusform>%n boards at the same time</numerusform>
        </translation>
    </message>
    <message>
        <source>all at once</source>
        <translation>all at once</translation>
    </message>
    <message numerus="yes">
        <source>no further board after %n failure(s)</source>
        <translation>
            <numerusform>no further board after %n failure</numerusform>
            <numerusform>no further board after %n failures</numerusform>
        </translation>
    </message>
    <message>
        <source>no further board when %1 have failed</source>
        <translation>no further board when %1 have failed</translation>
    </message>
    <message numerus="yes">
        <source>%n more attempt(s) where that can help</source>
        <translation>
            <numerusform>%n more attempt where that can help</numerusform>
            <numerusform>%n more attempts where that can help</numerusform>
        </translation>
    </message>
    <message>
        <source>each board up to %1 later, by chance</source>
        <translation>each board up to %1 later, by chance</translation>
    </message>
    <message>
        <source>from %1 on</source>
        <translation>from %1 on</translation>
    </message>
    <message>
        <source>each board confirms the image by its own test</source>
        <translation>each board confirms the image by its own test</translation>
    </message>
    <message>
        <source>%1 a request</source>
        <translation>%1 a request</translation>
    </message>
    <message>
        <source>also boards that run the image already</source>
        <translation>also boards that run the image already</translation>
    </message>
    <message>
        <source>fetched from %1</source>
        <translation>fetched from %1</translation>
    </message>
    <message numerus="yes">
        <source>%n board(s) will be updated</source>
        <translation>
            <numerusform>%n board will be updated</numerusform>
            <numerusform>%n boards will be updated</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n board(s) will be tried</source>
        <translation>
            <numerusform>%n board will be tried</numerusform>
            <numerusform>%n boards will be tried</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n board(s) run the image already</source>
        <translation>
            <numerusform>%n board runs the image already</numerusform>
            <numerusform>%n boards run the image already</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n board(s) are blocked</source>
        <translation>
            <numerusform>%n board is blocked</numerusform>
            <numerusform>%n boards are blocked</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wave(s)</source>
        <translation>
            <numerusform>%n wave</numerusform>
            <numerusform>%n waves</numerusform>
        </translation>
    </message>
    <message>
        <source>Will be updated</source>
        <translation>Will be updated</translation>
    </message>
    <message>
        <source>Is up to date</source>
        <translation>Is up to date</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation>Blocked</translation>
    </message>
    <message>
        <source>Will be tried</source>
        <translation>Will be tried</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::PlanView</name>
    <message numerus="yes">
        <source>Asking %n board(s) what they run…</source>
        <translation>
            <numerusform>Asking %n board what it runs…</numerusform>
            <numerusform>Asking %n boards what they run…</numerusform>
        </translation>
    </message>
    <message>
        <source>The plan is being looked at</source>
        <translation>The plan is being looked at</translation>
    </message>
    <message>
        <source>Nothing has been sent yet. Blocked boards are left out.</source>
        <translation>Nothing has been sent yet. Blocked boards are left out.</translation>
    </message>
    <message>
        <source>Nothing has been sent yet.</source>
        <translation>Nothing has been sent yet.</translation>
    </message>
    <message>
        <source>Boards of the plan, with what would become of each</source>
        <translation>Boards of the plan, with what would become of each</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::Preflight</name>
    <message>
        <source>Will be updated</source>
        <translation>Will be updated</translation>
    </message>
    <message>
        <source>Will be updated from %1 to %2</source>
        <translation>Will be updated from %1 to %2</translation>
    </message>
    <message>
        <source>Will be tried: the board has not said who it is</source>
        <translation>Will be tried: the board has not said who it is</translation>
    </message>
    <message>
        <source>Runs this image already</source>
        <translation>Runs this image already</translation>
    </message>
    <message>
        <source>Blocked: the board is %1, the image is for %2</source>
        <translation>Blocked: the board is %1, the image is for %2</translation>
    </message>
    <message>
        <source>Blocked: the image has %1, the slot %2</source>
        <translation>Blocked: the image has %1, the slot %2</translation>
    </message>
    <message>
        <source>Blocked: its port is not open</source>
        <translation>Blocked: its port is not open</translation>
    </message>
    <message>
        <source>Is being updated now</source>
        <translation>Is being updated now</translation>
    </message>
    <message>
        <source>Blocked: the image is for other chip revisions; the board has %1</source>
        <translation>Blocked: the image is for other chip revisions; the board has %1</translation>
    </message>
    <message>
        <source>Blocked: the board has no second slot to install into</source>
        <translation>Blocked: the board has no second slot to install into</translation>
    </message>
    <message>
        <source>Blocked: the image is built for flash mode %1, the board runs %2</source>
        <translation>Blocked: the image is built for flash mode %1, the board runs %2</translation>
    </message>
    <message>
        <source>Blocked: the image has secure version %1, the board accepts %2 and above</source>
        <translation>Blocked: the image has secure version %1, the board accepts %2 and above</translation>
    </message>
    <message>
        <source>Blocked: the image is not signed by a key that the board trusts</source>
        <translation>Blocked: the image is not signed by a key that the board trusts</translation>
    </message>
    <message>
        <source>Blocked: the image is encrypted, and the board has no key for it</source>
        <translation>Blocked: the image is encrypted, and the board has no key for it</translation>
    </message>
    <message>
        <source>Blocked: the image is not one that boards take</source>
        <translation>Blocked: the image is not one that boards take</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::PreviewModel</name>
    <message>
        <source>It tells what it runs only when it is restarted for its update</source>
        <translation>It tells what it runs only when it is restarted for its update</translation>
    </message>
    <message>
        <source>Verdict</source>
        <extracomment>heading above what an update would come to</extracomment>
        <translation>Verdict</translation>
    </message>
    <message>
        <source>Board</source>
        <translation>Board</translation>
    </message>
    <message>
        <source>Wave</source>
        <translation>Wave</translation>
    </message>
    <message>
        <source>Runs</source>
        <extracomment>heading above the versions that the boards run now</extracomment>
        <translation>Runs</translation>
    </message>
    <message>
        <source>Will run</source>
        <extracomment>heading above the versions that the boards will run</extracomment>
        <translation>Will run</translation>
    </message>
    <message>
        <source>Note</source>
        <extracomment>heading above why a board is blocked, or what may surprise</extracomment>
        <translation>Note</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ProgressChart</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 of %2</translation>
    </message>
    <message>
        <source>%1 in %2, %3 on average</source>
        <extracomment>an amount of bytes, a duration and the mean speed</extracomment>
        <translation>%1 in %2, %3 on average</translation>
    </message>
    <message>
        <source>Progress of the update</source>
        <translation>Progress of the update</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ProtectionDialog</name>
    <message>
        <source>Protecting the key…</source>
        <translation>Protecting the key…</translation>
    </message>
    <message>
        <source>Passphrase of the CA</source>
        <translation>Passphrase of the CA</translation>
    </message>
    <message>
        <source>With a passphrase nobody can issue certificates who only has the file. otabench asks for it when it needs the key. Keep it: without it boards need a new CA.</source>
        <translation>With a passphrase nobody can issue certificates who only has the file. otabench asks for it when it needs the key. Keep it: without it boards need a new CA.</translation>
    </message>
    <message>
        <source>&amp;Present passphrase</source>
        <translation>&amp;Present passphrase</translation>
    </message>
    <message>
        <source>&amp;Take the passphrase off</source>
        <translation>&amp;Take the passphrase off</translation>
    </message>
    <message>
        <source>&amp;New passphrase</source>
        <translation>&amp;New passphrase</translation>
    </message>
    <message>
        <source>8 characters or more</source>
        <translation>8 characters or more</translation>
    </message>
    <message>
        <source>The same a&amp;gain</source>
        <translation>The same a&amp;gain</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Save</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::PublishedModel</name>
    <message>
        <source>Everyone who knows it</source>
        <translation>Everyone who knows it</translation>
    </message>
    <message>
        <source>%1, once</source>
        <extracomment>a URL for one board that works one time; %1 the board</extracomment>
        <translation>%1, once</translation>
    </message>
    <message>
        <source>For whom</source>
        <translation>For whom</translation>
    </message>
    <message>
        <source>File</source>
        <translation>File</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Size</translation>
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
        <translation>Throughput</translation>
    </message>
    <message>
        <source>Nothing has been sent yet</source>
        <translation>Nothing has been sent yet</translation>
    </message>
    <message>
        <source>The highest was %1</source>
        <translation>The highest was %1</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::RecordCard</name>
    <message>
        <source>Connecting to the database…</source>
        <translation>Connecting to the database…</translation>
    </message>
    <message>
        <source>✔ The database can be used.</source>
        <translation>✔ The database can be used.</translation>
    </message>
    <message>
        <source>History</source>
        <translation>History</translation>
    </message>
    <message>
        <source>Data&amp;base</source>
        <translation>Data&amp;base</translation>
    </message>
    <message>
        <source>A file on this computer (SQLite)</source>
        <translation>A file on this computer (SQLite)</translation>
    </message>
    <message>
        <source>A PostgreSQL server that several benches share</source>
        <translation>A PostgreSQL server that several benches share</translation>
    </message>
    <message>
        <source>&amp;URL</source>
        <translation>&amp;URL</translation>
    </message>
    <message>
        <source>T&amp;est</source>
        <translation>T&amp;est</translation>
    </message>
    <message>
        <source>Connect to it now; nothing is changed there</source>
        <translation>Connect to it now; nothing is changed there</translation>
    </message>
    <message>
        <source>O&amp;perator</source>
        <translation>O&amp;perator</translation>
    </message>
    <message>
        <source>Who is logged in</source>
        <translation>Who is logged in</translation>
    </message>
    <message>
        <source>&amp;Station</source>
        <translation>&amp;Station</translation>
    </message>
    <message>
        <source>The computer&apos;s name</source>
        <translation>The computer&apos;s name</translation>
    </message>
    <message>
        <source>$OTABENCH_DATABASE is set and goes before this setting.</source>
        <translation>$OTABENCH_DATABASE is set and goes before this setting.</translation>
    </message>
    <message>
        <source>Closes the window and opens it again; asks first while boards update</source>
        <translation>Closes the window and opens it again; asks first while boards update</translation>
    </message>
    <message>
        <source>What is changed here holds once otabench has been opened anew. The command line takes $OTABENCH_DATABASE.</source>
        <translation>What is changed here holds once otabench has been opened anew. The command line takes $OTABENCH_DATABASE.</translation>
    </message>
    <message>
        <source>URL of the database</source>
        <translation>URL of the database</translation>
    </message>
    <message>
        <source>Open otabench anew w&amp;ith these</source>
        <translation>Open otabench anew w&amp;ith these</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ReportSaver</name>
    <message>
        <source>Writing %1…</source>
        <extracomment>%1 is a file name</extracomment>
        <translation>Writing %1…</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Web page (*.html)</source>
        <translation>Web page (*.html)</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>Table (*.csv)</translation>
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
        <translation>Save the acceptance sheet</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Save the report</translation>
    </message>
    <message>
        <source>Reading the record…</source>
        <translation>Reading the record…</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::RequestDialog</name>
    <message>
        <source>Making the request…</source>
        <translation>Making the request…</translation>
    </message>
    <message>
        <source>Request, for the company CA</source>
        <translation>Request, for the company CA</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>Written</translation>
    </message>
    <message>
        <source>File</source>
        <translation>File</translation>
    </message>
    <message>
        <source>Private key</source>
        <translation>Private key</translation>
    </message>
    <message>
        <source>Keep secret</source>
        <translation>Keep secret</translation>
    </message>
    <message>
        <source>Ask for a TLS server certificate with the names as they are. When it comes, take it in here: the key waits for it.</source>
        <translation>Ask for a TLS server certificate with the names as they are. When it comes, take it in here: the key waits for it.</translation>
    </message>
    <message>
        <source>Request for a company CA</source>
        <translation>Request for a company CA</translation>
    </message>
    <message>
        <source>Makes a key and a request (CSR) for a server certificate, where a company&apos;s own CA is to sign it instead of the lab CA.</source>
        <translation>Makes a key and a request (CSR) for a server certificate, where a company&apos;s own CA is to sign it instead of the lab CA.</translation>
    </message>
    <message>
        <source>&amp;Names</source>
        <translation>&amp;Names</translation>
    </message>
    <message>
        <source>Hosts in the boards&apos; URL, with commas between</source>
        <translation>Hosts in the boards&apos; URL, with commas between</translation>
    </message>
    <message>
        <source>Or&amp;ganization</source>
        <translation>Or&amp;ganization</translation>
    </message>
    <message>
        <source>Optional: some CAs want one</source>
        <translation>Optional: some CAs want one</translation>
    </message>
    <message>
        <source>&amp;Key</source>
        <translation>&amp;Key</translation>
    </message>
    <message>
        <source>In f&amp;older</source>
        <translation>In f&amp;older</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Folder</translation>
    </message>
    <message>
        <source>Choose a folder for request and key</source>
        <translation>Choose a folder for request and key</translation>
    </message>
    <message>
        <source>&amp;Make the request</source>
        <translation>&amp;Make the request</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::RequestModel</name>
    <message>
        <source>%1 of %2</source>
        <extracomment>bytes that were sent, of all</extracomment>
        <translation>%1 of %2</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1, resumed</source>
        <extracomment>a version of TLS, and that the session was resumed</extracomment>
        <translation>%1, resumed</translation>
    </message>
    <message>
        <source>TLS handshake</source>
        <translation>TLS handshake</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <extracomment>advice, then what the TLS library says</extracomment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Who</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Request</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Outcome</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Sent</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Took</translation>
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
        <translation>Making the second CA…</translation>
    </message>
    <message>
        <source>Begin a rotation</source>
        <translation>Begin a rotation</translation>
    </message>
    <message>
        <source>Makes a second CA beside the first. While both are trusted no board is locked out: boards with the agent are sent both with their next update; firmware with a CA built in needs the new one. The first is retired when every board trusts the second.</source>
        <translation>Makes a second CA beside the first. While both are trusted no board is locked out: boards with the agent are sent both with their next update; firmware with a CA built in needs the new one. The first is retired when every board trusts the second.</translation>
    </message>
    <message>
        <source>&amp;Key</source>
        <translation>&amp;Key</translation>
    </message>
    <message>
        <source>The CA&apos;s &amp;passphrase</source>
        <translation>The CA&apos;s &amp;passphrase</translation>
    </message>
    <message>
        <source>&amp;Make the second CA</source>
        <translation>&amp;Make the second CA</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::RotationPanel</name>
    <message>
        <source>Ready to retire</source>
        <extracomment>a rotation: every board trusts the new CA</extracomment>
        <translation>Ready to retire</translation>
    </message>
    <message>
        <source>Under way</source>
        <extracomment>a rotation: some boards do not trust the new CA yet</extracomment>
        <translation>Under way</translation>
    </message>
    <message>
        <source>No board has told yet which CAs it trusts. Boards with the agent tell it when they are identified or updated.</source>
        <translation>No board has told yet which CAs it trusts. Boards with the agent tell it when they are identified or updated.</translation>
    </message>
    <message numerus="yes">
        <source>%n board(s) do not trust the new CA yet. Update them, or build the new CA into their firmware; forget boards that are gone.</source>
        <translation>
            <numerusform>%n board does not trust the new CA yet. Update it, or build the new CA into its firmware; forget boards that are gone.</numerusform>
            <numerusform>%n boards do not trust the new CA yet. Update them, or build the new CA into their firmware; forget boards that are gone.</numerusform>
        </translation>
    </message>
    <message>
        <source>Every known board trusts the new CA: the old one can be retired.</source>
        <translation>Every known board trusts the new CA: the old one can be retired.</translation>
    </message>
    <message>
        <source>Retire the old CA</source>
        <translation>Retire the old CA</translation>
    </message>
    <message>
        <source>Retire the old CA?</source>
        <translation>Retire the old CA?</translation>
    </message>
    <message>
        <source>Boards are told to forget it with their next update. A board that is not known here and trusts the old CA only will refuse the server.</source>
        <translation>Boards are told to forget it with their next update. A board that is not known here and trusts the old CA only will refuse the server.</translation>
    </message>
    <message>
        <source>&amp;Retire it</source>
        <translation>&amp;Retire it</translation>
    </message>
    <message>
        <source>&amp;Keep both</source>
        <translation>&amp;Keep both</translation>
    </message>
    <message>
        <source>Rotation across the bench</source>
        <translation>Rotation across the bench</translation>
    </message>
    <message>
        <source>Boards and the CAs they trust</source>
        <translation>Boards and the CAs they trust</translation>
    </message>
    <message>
        <source>Forget this &amp;board</source>
        <translation>Forget this &amp;board</translation>
    </message>
    <message>
        <source>&amp;Retire the old CA…</source>
        <translation>&amp;Retire the old CA…</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::SavedNotice</name>
    <message>
        <source>Saved to %1</source>
        <extracomment>%1 is the path of a file</extracomment>
        <translation>Saved to %1</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>&amp;Open</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Close the message</source>
        <translation>Close the message</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ServeDialog</name>
    <message>
        <source>Files to serve</source>
        <translation>Files to serve</translation>
    </message>
    <message>
        <source>Images (*.bin)</source>
        <translation>Images (*.bin)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>All files (*)</translation>
    </message>
    <message>
        <source>Serve files</source>
        <translation>Serve files</translation>
    </message>
    <message>
        <source>&amp;Files to serve, without a campaign (drop them here)</source>
        <translation>&amp;Files to serve, without a campaign (drop them here)</translation>
    </message>
    <message>
        <source>&amp;Add files…</source>
        <translation>&amp;Add files…</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Remove</translation>
    </message>
    <message>
        <source>Ad&amp;dress</source>
        <translation>Ad&amp;dress</translation>
    </message>
    <message>
        <source>Every address of this computer</source>
        <translation>Every address of this computer</translation>
    </message>
    <message>
        <source>&amp;Port</source>
        <translation>&amp;Port</translation>
    </message>
    <message>
        <source>Any that is free</source>
        <translation>Any that is free</translation>
    </message>
    <message>
        <source>&amp;Login</source>
        <translation>&amp;Login</translation>
    </message>
    <message>
        <source>None is needed</source>
        <translation>None is needed</translation>
    </message>
    <message>
        <source>Pass&amp;word</source>
        <translation>Pass&amp;word</translation>
    </message>
    <message>
        <source>Plain &amp;HTTP, without TLS</source>
        <translation>Plain &amp;HTTP, without TLS</translation>
    </message>
    <message>
        <source>&amp;Yes: everyone in the network may read and change the image on its way</source>
        <translation>&amp;Yes: everyone in the network may read and change the image on its way</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Cancel</translation>
    </message>
    <message>
        <source>&amp;Serve</source>
        <translation>&amp;Serve</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ServerNamesDialog</name>
    <message>
        <source>Writing the settings…</source>
        <translation>Writing the settings…</translation>
    </message>
    <message>
        <source>Server certificate</source>
        <translation>Server certificate</translation>
    </message>
    <message>
        <source>The server&apos;s certificate covers every address of this computer by itself, and is replaced when they change. Add the names that boards use besides.</source>
        <translation>The server&apos;s certificate covers every address of this computer by itself, and is replaced when they change. Add the names that boards use besides.</translation>
    </message>
    <message>
        <source>&amp;Names</source>
        <translation>&amp;Names</translation>
    </message>
    <message>
        <source>ota.lab.example, with commas between</source>
        <translation>ota.lab.example, with commas between</translation>
    </message>
    <message>
        <source>&amp;Key</source>
        <translation>&amp;Key</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Save</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ServerPage</name>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Stopped</translation>
    </message>
    <message numerus="yes">
        <source>Serving %n file(s)</source>
        <translation>
            <numerusform>Serving %n file</numerusform>
            <numerusform>Serving %n files</numerusform>
        </translation>
    </message>
    <message>
        <source>Serving a campaign</source>
        <translation>Serving a campaign</translation>
    </message>
    <message numerus="yes">
        <source>The fault bench is on: %n fault(s) are injected. Boards are meant to fail.</source>
        <translation>
            <numerusform>The fault bench is on: %n fault is injected. Boards are meant to fail.</numerusform>
            <numerusform>The fault bench is on: %n faults are injected. Boards are meant to fail.</numerusform>
        </translation>
    </message>
    <message>
        <source>Filter boards, addresses, files</source>
        <translation>Filter boards, addresses, files</translation>
    </message>
    <message>
        <source>Campaign</source>
        <translation>Campaign</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Files</translation>
    </message>
    <message>
        <source>Which server</source>
        <translation>Which server</translation>
    </message>
    <message>
        <source>S&amp;top serving</source>
        <translation>S&amp;top serving</translation>
    </message>
    <message>
        <source>End the server of files; a campaign&apos;s goes on</source>
        <translation>End the server of files; a campaign&apos;s goes on</translation>
    </message>
    <message>
        <source>&amp;Serve files…</source>
        <translation>&amp;Serve files…</translation>
    </message>
    <message>
        <source>Serve images without a campaign, until you stop it</source>
        <translation>Serve images without a campaign, until you stop it</translation>
    </message>
    <message>
        <source>No server is running</source>
        <translation>No server is running</translation>
    </message>
    <message>
        <source>It starts with each campaign and ends with it. You can also serve images without one.</source>
        <translation>It starts with each campaign and ends with it. You can also serve images without one.</translation>
    </message>
    <message>
        <source>Serve f&amp;iles…</source>
        <translation>Serve f&amp;iles…</translation>
    </message>
    <message>
        <source>Switch all &amp;off</source>
        <translation>Switch all &amp;off</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Connections</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Published</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Requests</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Limits</translation>
    </message>
    <message>
        <source>Fault bench</source>
        <translation>Fault bench</translation>
    </message>
    <message>
        <source>Nobody has connected yet.</source>
        <translation>Nobody has connected yet.</translation>
    </message>
    <message>
        <source>Nothing is published now.</source>
        <translation>Nothing is published now.</translation>
    </message>
    <message>
        <source>Nothing has been asked for yet.</source>
        <translation>Nothing has been asked for yet.</translation>
    </message>
    <message>
        <source>Copy &amp;URL</source>
        <translation>Copy &amp;URL</translation>
    </message>
    <message>
        <source>Copy as a &amp;board&apos;s command</source>
        <translation>Copy as a &amp;board&apos;s command</translation>
    </message>
    <message>
        <source>ota URL: for firmware with a command line</source>
        <translation>ota URL: for firmware with a command line</translation>
    </message>
    <message>
        <source>Copy for &amp;curl</source>
        <translation>Copy for &amp;curl</translation>
    </message>
    <message>
        <source>To try it from this computer, with the lab CA in ca.pem</source>
        <translation>To try it from this computer, with the lab CA in ca.pem</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ServerSummary</name>
    <message>
        <source>Address</source>
        <translation>Address</translation>
    </message>
    <message>
        <source>Address, until it ended</source>
        <translation>Address, until it ended</translation>
    </message>
    <message>
        <source>Also</source>
        <translation>Also</translation>
    </message>
    <message>
        <source>Plain HTTP: everyone in the network may read and change the image on its way.</source>
        <translation>Plain HTTP: everyone in the network may read and change the image on its way.</translation>
    </message>
    <message>
        <source>Certificate for</source>
        <translation>Certificate for</translation>
    </message>
    <message>
        <source>Holds until</source>
        <translation>Holds until</translation>
    </message>
    <message>
        <source>%1: it has expired</source>
        <translation>%1: it has expired</translation>
    </message>
    <message numerus="yes">
        <source>%1, %n day(s) more</source>
        <translation>
            <numerusform>%1, %n day more</numerusform>
            <numerusform>%1, %n days more</numerusform>
        </translation>
    </message>
    <message>
        <source>Issued by</source>
        <translation>Issued by</translation>
    </message>
    <message>
        <source>%1 (imported)</source>
        <translation>%1 (imported)</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>%1 sent%2 · %3 requests · %4 connections, %5 transfers · %6 handshakes, %7 resumed</source>
        <translation>%1 sent%2 · %3 requests · %4 connections, %5 transfers · %6 handshakes, %7 resumed</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::ServerWords</name>
    <message>
        <source>URL ended</source>
        <translation>URL ended</translation>
    </message>
    <message>
        <source>Fetching</source>
        <translation>Fetching</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>Connected</translation>
    </message>
    <message>
        <source>No handshake succeeded</source>
        <translation>No handshake succeeded</translation>
    </message>
    <message>
        <source>Has not come yet</source>
        <translation>Has not come yet</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Not connected</translation>
    </message>
    <message>
        <source>Fault injected: %1</source>
        <extracomment>a fault of the fault bench was injected into an answer; %1 its name</extracomment>
        <translation>Fault injected: %1</translation>
    </message>
    <message>
        <source>Cut off</source>
        <translation>Cut off</translation>
    </message>
    <message>
        <source>Sent whole</source>
        <translation>Sent whole</translation>
    </message>
    <message>
        <source>Part sent</source>
        <translation>Part sent</translation>
    </message>
    <message>
        <source>Redirected</source>
        <translation>Redirected</translation>
    </message>
    <message>
        <source>Not changed</source>
        <translation>Not changed</translation>
    </message>
    <message>
        <source>Login is missing</source>
        <translation>Login is missing</translation>
    </message>
    <message>
        <source>Another board&apos;s URL</source>
        <translation>Another board&apos;s URL</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>Not found</translation>
    </message>
    <message>
        <source>Fetched already</source>
        <translation>Fetched already</translation>
    </message>
    <message>
        <source>Range past the end</source>
        <translation>Range past the end</translation>
    </message>
    <message>
        <source>Told to come again</source>
        <translation>Told to come again</translation>
    </message>
    <message>
        <source>Answered %1</source>
        <extracomment>%1 an HTTP status</extracomment>
        <translation>Answered %1</translation>
    </message>
    <message>
        <source>Certificate refused</source>
        <translation>Certificate refused</translation>
    </message>
    <message>
        <source>TLS handshake failed</source>
        <translation>TLS handshake failed</translation>
    </message>
    <message>
        <source>The firmware has to send the login that was set when serving began.</source>
        <translation>The firmware has to send the login that was set when serving began.</translation>
    </message>
    <message>
        <source>A one-time URL belongs to the first board that uses it. Give each board its own.</source>
        <translation>A one-time URL belongs to the first board that uses it. Give each board its own.</translation>
    </message>
    <message>
        <source>Check the URL in the firmware: copy it from the tab Published.</source>
        <translation>Check the URL in the firmware: copy it from the tab Published.</translation>
    </message>
    <message>
        <source>A one-time URL gives the image once. Start another update for the board.</source>
        <translation>A one-time URL gives the image once. Start another update for the board.</translation>
    </message>
    <message>
        <source>The board asks for bytes behind the image&apos;s end: it may go on with the partial download of another image.</source>
        <translation>The board asks for bytes behind the image&apos;s end: it may go on with the partial download of another image.</translation>
    </message>
    <message>
        <source>More boards fetch than the limit allows. They come again by themselves.</source>
        <translation>More boards fetch than the limit allows. They come again by themselves.</translation>
    </message>
    <message>
        <source>The board does not accept this server&apos;s certificate. Most often it does not have the lab CA: build it into the firmware, or send it over serial. Else its clock is wrong, or it asks for an address that the certificate does not name.</source>
        <translation>The board does not accept this server&apos;s certificate. Most often it does not have the lab CA: build it into the firmware, or send it over serial. Else its clock is wrong, or it asks for an address that the certificate does not name.</translation>
    </message>
    <message>
        <source>Board and server did not agree on a secure connection. Check that the board speaks TLS 1.2 or 1.3, and that nothing between them cuts connections.</source>
        <translation>Board and server did not agree on a secure connection. Check that the board speaks TLS 1.2 or 1.3, and that nothing between them cuts connections.</translation>
    </message>
    <message>
        <source>%1 handshakes</source>
        <extracomment>numbers of failed TLS handshakes</extracomment>
        <translation>%1 handshakes</translation>
    </message>
    <message>
        <source>%1 refused</source>
        <extracomment>number of requests answered with an error</extracomment>
        <translation>%1 refused</translation>
    </message>
    <message>
        <source>%1 told to wait</source>
        <extracomment>number of requests answered with 503</extracomment>
        <translation>%1 told to wait</translation>
    </message>
    <message>
        <source>%1 cut off</source>
        <translation>%1 cut off</translation>
    </message>
    <message>
        <source>%1 timed out</source>
        <translation>%1 timed out</translation>
    </message>
    <message>
        <source>%1 injected</source>
        <extracomment>number of faults injected on purpose</extracomment>
        <translation>%1 injected</translation>
    </message>
    <message>
        <source>Cut the connection after so many bytes</source>
        <translation>Cut the connection after so many bytes</translation>
    </message>
    <message>
        <source>Reset the connection after so many bytes</source>
        <translation>Reset the connection after so many bytes</translation>
    </message>
    <message>
        <source>Stall after so many bytes</source>
        <translation>Stall after so many bytes</translation>
    </message>
    <message>
        <source>Send slowly</source>
        <translation>Send slowly</translation>
    </message>
    <message>
        <source>Wrong Content-Length</source>
        <translation>Wrong Content-Length</translation>
    </message>
    <message>
        <source>Invert one byte of the image</source>
        <translation>Invert one byte of the image</translation>
    </message>
    <message>
        <source>Certificate of an unknown CA</source>
        <translation>Certificate of an unknown CA</translation>
    </message>
    <message>
        <source>Certificate of another host</source>
        <translation>Certificate of another host</translation>
    </message>
    <message>
        <source>Expired certificate</source>
        <translation>Expired certificate</translation>
    </message>
    <message>
        <source>Answer with an error status</source>
        <translation>Answer with an error status</translation>
    </message>
    <message>
        <source>Redirect for ever</source>
        <translation>Redirect for ever</translation>
    </message>
    <message>
        <source>Chunked, without a length</source>
        <translation>Chunked, without a length</translation>
    </message>
    <message>
        <source>Ignore Range, or refuse it</source>
        <translation>Ignore Range, or refuse it</translation>
    </message>
    <message>
        <source>Bytes before it</source>
        <translation>Bytes before it</translation>
    </message>
    <message>
        <source>Bytes a second</source>
        <translation>Bytes a second</translation>
    </message>
    <message>
        <source>Bytes too many, or with − too few</source>
        <translation>Bytes too many, or with − too few</translation>
    </message>
    <message>
        <source>Offset in the image</source>
        <translation>Offset in the image</translation>
    </message>
    <message>
        <source>Status, 400 to 599</source>
        <translation>Status, 400 to 599</translation>
    </message>
    <message>
        <source>200: send all; 416: refuse</source>
        <translation>200: send all; 416: refuse</translation>
    </message>
    <message>
        <source>all boards</source>
        <translation>all boards</translation>
    </message>
    <message numerus="yes">
        <source>%n time(s)</source>
        <translation>
            <numerusform>%n time</numerusform>
            <numerusform>%n times</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>otabench::widgets::SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>Reset settings</source>
        <translation>Reset settings</translation>
    </message>
    <message>
        <source>Set all settings back to their defaults?</source>
        <translation>Set all settings back to their defaults?</translation>
    </message>
    <message>
        <source>Appearance, campaign defaults, server limits, database and names. Boards, images, certificates and the history itself stay.</source>
        <translation>Appearance, campaign defaults, server limits, database and names. Boards, images, certificates and the history itself stay.</translation>
    </message>
    <message>
        <source>&amp;Reset settings</source>
        <translation>&amp;Reset settings</translation>
    </message>
    <message>
        <source>&amp;Keep them</source>
        <translation>&amp;Keep them</translation>
    </message>
    <message>
        <source>Changes apply at once</source>
        <translation>Changes apply at once</translation>
    </message>
    <message>
        <source>Reset to de&amp;faults…</source>
        <translation>Reset to de&amp;faults…</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::StatusStrip</name>
    <message>
        <source>Server starts with the first update</source>
        <translation>Server starts with the first update</translation>
    </message>
    <message>
        <source>Where boards fetch the image</source>
        <translation>Where boards fetch the image</translation>
    </message>
    <message>
        <source>Lab CA is made with the first update</source>
        <translation>Lab CA is made with the first update</translation>
    </message>
    <message>
        <source>Lab CA expired on %1</source>
        <translation>Lab CA expired on %1</translation>
    </message>
    <message>
        <source>Lab CA until %1</source>
        <extracomment>%1 is a year, or a date when it is near</extracomment>
        <translation>Lab CA until %1</translation>
    </message>
    <message>
        <source>How long boards can trust this computer&apos;s server</source>
        <translation>How long boards can trust this computer&apos;s server</translation>
    </message>
    <message>
        <source>Throughput of the server</source>
        <translation>Throughput of the server</translation>
    </message>
    <message numerus="yes">
        <source>%n board(s) updated or up to date</source>
        <translation>
            <numerusform>%n board updated or up to date</numerusform>
            <numerusform>%n boards updated or up to date</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n board(s) under way</source>
        <translation>
            <numerusform>%n board under way</numerusform>
            <numerusform>%n boards under way</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n board(s) rolled back or not proved</source>
        <translation>
            <numerusform>%n board rolled back or not proved</numerusform>
            <numerusform>%n boards rolled back or not proved</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n board(s) failed</source>
        <translation>
            <numerusform>%n board failed</numerusform>
            <numerusform>%n boards failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n board(s)</source>
        <translation>
            <numerusform>%n board</numerusform>
            <numerusform>%n boards</numerusform>
        </translation>
    </message>
    <message>
        <source>Boards on this bench</source>
        <translation>Boards on this bench</translation>
    </message>
    <message>
        <source>Time since the update was started</source>
        <translation>Time since the update was started</translation>
    </message>
    <message>
        <source>Time the last update took</source>
        <translation>Time the last update took</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Fault bench on</source>
        <translation>Fault bench on</translation>
    </message>
    <message numerus="yes">
        <source>%n fault(s) are injected: boards are meant to fail</source>
        <translation>
            <numerusform>%n fault is injected: boards are meant to fail</numerusform>
            <numerusform>%n faults are injected: boards are meant to fail</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>otabench::widgets::TimelineView</name>
    <message>
        <source>Phases of the board</source>
        <translation>Phases of the board</translation>
    </message>
    <message>
        <source>Its last log lines</source>
        <translation>Its last log lines</translation>
    </message>
    <message>
        <source>Choose a board to see its phases.</source>
        <translation>Choose a board to see its phases.</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::TrialDialog</name>
    <message>
        <source>Shaking hands as a board…</source>
        <translation>Shaking hands as a board…</translation>
    </message>
    <message>
        <source>Boards accept this server</source>
        <translation>Boards accept this server</translation>
    </message>
    <message>
        <source>Boards refuse this server</source>
        <translation>Boards refuse this server</translation>
    </message>
    <message>
        <source>Accepted</source>
        <extracomment>verdict: boards accept the server</extracomment>
        <translation>Accepted</translation>
    </message>
    <message>
        <source>Refused</source>
        <extracomment>verdict: boards refuse the server</extracomment>
        <translation>Refused</translation>
    </message>
    <message>
        <source>The board prints: %1</source>
        <translation>The board prints: %1</translation>
    </message>
    <message>
        <source>What to do: %1</source>
        <translation>What to do: %1</translation>
    </message>
    <message>
        <source>Test as an ESP32 would</source>
        <translation>Test as an ESP32 would</translation>
    </message>
    <message>
        <source>Judges what the server sends by the rules of boards&apos; TLS, old and new, and makes a real handshake with Mbed TLS, set up as on a board.</source>
        <translation>Judges what the server sends by the rules of boards&apos; TLS, old and new, and makes a real handshake with Mbed TLS, set up as on a board.</translation>
    </message>
    <message>
        <source>&amp;Server</source>
        <translation>&amp;Server</translation>
    </message>
    <message>
        <source>192.168.1.5:8443 or https://…</source>
        <translation>192.168.1.5:8443 or https://…</translation>
    </message>
    <message>
        <source>&amp;Name in the boards&apos; URL</source>
        <translation>&amp;Name in the boards&apos; URL</translation>
    </message>
    <message>
        <source>The same, unless boards use another name</source>
        <translation>The same, unless boards use another name</translation>
    </message>
    <message>
        <source>&amp;Test</source>
        <translation>&amp;Test</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::TrustModel</name>
    <message>
        <source>Trusts both</source>
        <translation>Trusts both</translation>
    </message>
    <message>
        <source>Trusts the new CA</source>
        <translation>Trusts the new CA</translation>
    </message>
    <message>
        <source>Trusts the old CA only</source>
        <translation>Trusts the old CA only</translation>
    </message>
    <message>
        <source>Trusts neither</source>
        <translation>Trusts neither</translation>
    </message>
    <message>
        <source>Board</source>
        <translation>Board</translation>
    </message>
    <message>
        <source>Trust</source>
        <extracomment>heading: which CAs a board trusts</extracomment>
        <translation>Trust</translation>
    </message>
    <message>
        <source>Last asked</source>
        <extracomment>heading: when a board was last asked</extracomment>
        <translation>Last asked</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::UpdateDialog</name>
    <message>
        <source>Choose an image</source>
        <translation>Choose an image</translation>
    </message>
    <message>
        <source>ESP images (*.bin);;All files (*)</source>
        <translation>ESP images (*.bin);;All files (*)</translation>
    </message>
    <message>
        <source>Reading the image…</source>
        <translation>Reading the image…</translation>
    </message>
    <message>
        <source>Choose a .bin file, or drop one here.</source>
        <translation>Choose a .bin file, or drop one here.</translation>
    </message>
    <message>
        <source>This file cannot be sent to boards.</source>
        <translation>This file cannot be sent to boards.</translation>
    </message>
    <message>
        <source>all checks passed</source>
        <translation>all checks passed</translation>
    </message>
    <message numerus="yes">
        <source>&amp;Start %n update(s)</source>
        <translation>
            <numerusform>&amp;Start %n update</numerusform>
            <numerusform>&amp;Start %n updates</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>&amp;Start</translation>
    </message>
    <message>
        <source>Update boards</source>
        <translation>Update boards</translation>
    </message>
    <message>
        <source>&amp;Image</source>
        <translation>&amp;Image</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>C&amp;hoose…</translation>
    </message>
    <message>
        <source>&amp;Boards</source>
        <translation>&amp;Boards</translation>
    </message>
    <message>
        <source>Tick &amp;all</source>
        <extracomment>tick every board</extracomment>
        <translation>Tick &amp;all</translation>
    </message>
    <message>
        <source>Tick &amp;none</source>
        <extracomment>untick every board</extracomment>
        <translation>Tick &amp;none</translation>
    </message>
    <message>
        <source>&amp;Order</source>
        <translation>&amp;Order</translation>
    </message>
    <message>
        <source>All at once</source>
        <translation>All at once</translation>
    </message>
    <message>
        <source>One first, then the rest</source>
        <translation>One first, then the rest</translation>
    </message>
    <message>
        <source>Custom…</source>
        <translation>Custom…</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Cancel</translation>
    </message>
    <message>
        <source>Boards to update</source>
        <translation>Boards to update</translation>
    </message>
    <message>
        <source>Serve &amp;from</source>
        <extracomment>followed by an address of this computer, at which boards fetch the image</extracomment>
        <translation>Serve &amp;from</translation>
    </message>
    <message>
        <source>Automatic</source>
        <extracomment>the address of this computer that boards most likely reach</extracomment>
        <translation>Automatic</translation>
    </message>
    <message>
        <source>The address of this computer that boards fetch the image from</source>
        <translation>The address of this computer that boards fetch the image from</translation>
    </message>
    <message>
        <source>encrypted: only boards with its key can read it</source>
        <translation>encrypted: only boards with its key can read it</translation>
    </message>
    <message>
        <source>Look at the image&apos;s URL first</source>
        <translation>Look at the image&apos;s URL first</translation>
    </message>
    <message>
        <source>Image elsewhere</source>
        <extracomment>followed by a URL</extracomment>
        <translation>Image elsewhere</translation>
    </message>
    <message>
        <source>Re&amp;view plan…</source>
        <translation>Re&amp;view plan…</translation>
    </message>
    <message>
        <source>Ask the boards first, and show what would become of each</source>
        <translation>Ask the boards first, and show what would become of each</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::WaveStrip</name>
    <message>
        <source>Wave %1 of %2: %3 of %4 boards have ended, %5 with success</source>
        <translation>Wave %1 of %2: %3 of %4 boards have ended, %5 with success</translation>
    </message>
    <message>
        <source>Waves</source>
        <translation>Waves</translation>
    </message>
    <message>
        <source>Wave %1 · %2/%3</source>
        <translation>Wave %1 · %2/%3</translation>
    </message>
</context>
<context>
    <name>otabench::widgets::WorkDialog</name>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Close</translation>
    </message>
</context>
</TS>
