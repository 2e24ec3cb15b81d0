// What spreads from key to key, or harms once started: shortcuts, autorun, scripts, programs.

private rule is_lnk {
  condition: uint32be(0) == 0x4C000000 and uint32be(4) == 0x01140200
}

private rule is_pe {
  condition: uint16(0) == 0x5A4D
}

rule lnk_starts_a_shell {
  meta:
    label = "un raccourci qui lance une commande"
    effect = "dangerous"
    kinds = "any"
  strings:
    $powershell = "powershell" nocase ascii wide
    $cmd = "cmd.exe" nocase ascii wide
    $comspec = "%comspec%" nocase ascii wide
    $mshta = "mshta" nocase ascii wide
    $wscript = "wscript" nocase ascii wide
    $cscript = "cscript" nocase ascii wide
    $rundll = "rundll32" nocase ascii wide
    $regsvr = "regsvr32" nocase ascii wide
    $certutil = "certutil" nocase ascii wide
    $bits = "bitsadmin" nocase ascii wide
    $msiexec = "msiexec" nocase ascii wide
  condition: is_lnk and any of them
}

rule lnk_leads_to_a_script {
  meta:
    label = "un raccourci qui mène à un script"
    effect = "dangerous"
    kinds = "any"
  strings:
    $vbs = ".vbs" nocase ascii wide
    $vbe = ".vbe" nocase ascii wide
    $js = ".jse" nocase ascii wide
    $wsf = ".wsf" nocase ascii wide
    $hta = ".hta" nocase ascii wide
    $ps1 = ".ps1" nocase ascii wide
    $bat = ".bat" nocase ascii wide
    $scr = ".scr" nocase ascii wide
  condition: is_lnk and any of them
}

rule lnk_carries_a_load {
  meta:
    label = "un raccourci bien plus gros qu’un raccourci"
    effect = "note"
    kinds = "any"
  condition: is_lnk and filesize > 256KB
}

rule autorun_hidden_target {
  meta:
    label = "un démarrage automatique qui vise un script ou un dossier caché"
    effect = "dangerous"
    kinds = "any"
  strings:
    $head = /^\xEF?\xBB?\xBF?[ \t\r\n;]{0,64}\[autorun/ nocase
    $target = /(open|shellexecute|command)[ \t]{0,8}=[^\r\n]{0,120}(recycle|\$recycle|system volume|\.vbs|\.vbe|\.jse?\b|\.wsf|\.cmd|\.bat|\.scr|\.pif|powershell|rundll32|wscript)/ nocase
  condition: filesize < 64KB and $head and $target
}

rule script_copies_itself {
  meta:
    label = "un script qui se recopie sur les clés"
    effect = "dangerous"
    kinds = "any"
  strings:
    $files = "Scripting.FileSystemObject" nocase ascii wide
    $self = "WScript.ScriptFullName" nocase ascii wide
    $copy = /(CopyFile|\.Copy[ (])/ nocase ascii wide
    $drives = /(\.Drives|DriveType|GetDrive)/ nocase ascii wide
  condition: filesize < 4MB and not is_pe and $files and $self and ($copy or $drives)
}

rule script_starts_programs {
  meta:
    label = "un script qui lance des programmes"
    effect = "dangerous"
    kinds = "script html"
  strings:
    $shell = /(CreateObject|ActiveXObject)[ ]?\([ ]?["']WScript\.Shell["']/ nocase ascii wide
    $app = /(CreateObject|ActiveXObject)[ ]?\([ ]?["']Shell\.Application["']/ nocase ascii wide
    $run = /\.(Run|Exec|ShellExecute)[ (]/ nocase ascii wide
  condition: filesize < 4MB and not is_pe and any of ($shell, $app) and $run
}

rule script_downloads_and_runs {
  meta:
    label = "un script qui télécharge puis exécute"
    effect = "dangerous"
    kinds = "script html"
  strings:
    $get = /(DownloadString|DownloadFile|DownloadData|Invoke-WebRequest|MSXML2\.XMLHTTP|WinHttp\.WinHttpRequest)/ nocase ascii wide
    $run = /(Invoke-Expression|\bIEX\b|Start-Process|\.Run[ (]|ADODB\.Stream)/ nocase ascii wide
  condition: filesize < 4MB and not is_pe and $get and $run
}

rule hidden_powershell {
  meta:
    label = "une commande PowerShell cachée"
    effect = "dangerous"
    kinds = "script html text"
  strings:
    $encoded = /powershell(\.exe)?[^\r\n]{0,80}-e(c|nc|ncodedcommand)?[ ]+[A-Za-z0-9+\/]{40}/ nocase ascii wide
    $hidden = /powershell(\.exe)?[^\r\n]{0,80}-w(indowstyle)?[ ]+(hidden|1)\b/ nocase ascii wide
  condition: any of them
}

rule destroys_copies {
  meta:
    label = "un programme qui efface les copies de sauvegarde"
    effect = "dangerous"
    kinds = "executable script html"
  strings:
    $shadows = "vssadmin delete shadows" nocase ascii wide
    $shadows_exe = "vssadmin.exe delete shadows" nocase ascii wide
    $wmic = "shadowcopy delete" nocase ascii wide
    $catalog = "wbadmin delete catalog" nocase ascii wide
    $recovery = "recoveryenabled no" nocase ascii wide
  condition: any of them
}

rule program_infects_keys {
  meta:
    label = "un programme qui se recopie sur les clés"
    effect = "dangerous"
    kinds = "executable"
  strings:
    $autorun = "autorun.inf" nocase ascii wide
    $action = "shell\\open\\command" nocase ascii wide
    $execute = "shellexecute=" nocase ascii wide
    $hidden = "\\RECYCLER\\" nocase ascii wide
    $removable = /GetDriveType[AW]/
  condition: is_pe and $autorun and $removable and ($action or $execute or $hidden)
}

rule miner {
  meta:
    label = "un programme qui mine de la monnaie"
    effect = "dangerous"
    kinds = "executable script html"
  strings:
    $stratum = "stratum+tcp://" nocase ascii wide
    $stratum_tls = "stratum+ssl://" nocase ascii wide
    $algorithm = /(randomx|cryptonight|--donate-level)/ nocase ascii wide
  condition: any of ($stratum, $stratum_tls) and $algorithm
}

rule elf_of_botnets {
  meta:
    label = "un programme Linux de réseau de machines piratées"
    effect = "dangerous"
    kinds = "executable"
  strings:
    $busybox = "/bin/busybox" ascii
    $telnet = "enable" ascii fullword
    $proc = "/proc/net/tcp" ascii
    $wget = "wget http" ascii
    $watchdog = "/dev/watchdog" ascii
  condition: uint32be(0) == 0x7F454C46 and 4 of them
}

rule disguised_program {
  meta:
    label = "un programme emballé par un autre (script compilé)"
    effect = "note"
    kinds = "executable"
  strings:
    $autoit = "AU3!EA06"
    $pyinstaller = "PyInstaller: " ascii
    $upx = "UPX!" ascii
  condition: is_pe and any of them
}
