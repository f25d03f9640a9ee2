"""Passwords, and the words inside them, that guessers try first.

A password counts as common when it is one of these, also with digits and signs behind it or look-alikes in it.
"""

from __future__ import annotations

_WORDS = """
0000000000 00000000001 0123456789 0987654321 10203040 1020304050 102030405060 1111111111 1122334455 112233445566
1212121212 1231231231 123123123123 123321123321 1234512345 1234554321 123456123456 1234567887654321 1234567890a
1234567890q 1234567891 12345678910 123456789123 1234567899 123456789a 123456789abc 123456789q 12345678qwertyui
123456abc 123456abcdef 12345qwert 123abc123abc 123qwe123qwe 123qweasd 123qweasdzxc 13145201314520 1314520520
1357924680 147258369 1472583690 147852369 159357258456 159753456852 159951159951 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y
1qaz2wsx 1qaz2wsx3edc 1qazxsw2 1qazxsw23edc 2222222222 2468013579 3141592653 31415926535 5201314520 52013145201314
5555555555 6666666666 7758521 7758521521 8888888888 88888888888 9876543210 9876543211 987654321987654321 9999999999
a123456 a12345678 a123456789 a1234567890 a1b2c3d4 a1b2c3d4e5 a1s2d3f4 a1s2d3f4g5 aa123456 aa12345678 aa123456789
aabbccdd abc123456 abc123456789 abc123abc123 abc123def456 abcabc abcd1234 abcd123456 abcdabcd abcde12345 abcdef
abcdefg abcdefghij access accessdenied admin adminadmin administrador administrator adminpassword aini1314 alexander
alexandra alexandria alibaba alipay amazing amazon america andrew android angel anthony anything apple april
aptx4869 arsenal asd123456 asdf1234 asdf1234asdf asdfasdf asdfasdfasdf asdfgh asdfghjkl ashley asshole august autumn
awesome awesomeness babyboy babygirl babylon5 baidu baobei barcelona baseball baseball1 basketball batman
bayernmunich beatles beautiful beijing benjamin birthday blessed blink182 blueberry boston bullshit business
butterfly buzhidao california callofduty caonima centos changeit changeme changemenow charlie chelsea chen123456
chicago china chinamobile chinatelecom chinaunicom chocolate christian christina christine christmas christopher
christopher1 company companypassword computer contrasena correcthorse correcthorsebatterystaple corvette
counterstrike customer dallas daniel darkvader darthvader debian december default demo demodemo dingtalk dragon
dragonball elizabeth elizabeth1 eminem england enter enternow everton everything example exampleexample excellent
facebook family familyfirst fantastic february ferrari finance fingerprint firefighter florida football football1
forever foreveryoung fortnite france friday fuckoff fuckyou fuckyoufuckyou galaxy gamecube gameofthrones germany
godisgood goodbye goodmorning goodnight google gorgeous guangzhou guest handsome happybirthday happynewyear harley
harrypotter haslo heaven hello hellohello helloworld helpdesk honey hongkong horsebattery huawei iloveme iloveu
iloveyou iloveyou1 iloveyou2 iloveyouforever iloveyousomuch incredible instagram internet iphone ironmaiden january
japan jefferson jennifer jessica jesus jesuschrist jesusislord jonathan jordan jordan23 jordan2323 joshua july june
juventus kennedy keyboard kodeord lamborghini laogong laopo laopowoaini leadership lenovo letmein letmein1
letmeinplease li123456 lincoln linkedin linux lisi liu123456 liverpool login loginlogin logmein london london123
lordoftherings losenord lovely loveme lover loveyou loveyouforever manager manchester manchesterunited march
marketing master matthew maytheforcebewithyou meiyoumima mercedes mercedesbenz merrychristmas metallica michael
michael1 michaeljackson michelle microsoft mima mimamima mimashi minecraft monday mongodb monkey motdepasse
motorcycle mustang mylove mypassword mypassword1 mysql naruto newpassword newyear newyork newyorkcity nicholas
nicole nihao nihaoma nintendo nirvana notebook nothing november october office oldpassword onepiece opensesame
openup oracle p@ssw0rd p@ssword parola passw0rd password password123password password1password passwordpassword
passwort personal playstation playstation2 playstation3 playstation4 pokemon policeman porsche postgres postgresql
president princess princess1 princess123 private q1w2e3r4 q1w2e3r4t5 q1w2e3r4t5y6 qazwsx qazwsxedc qazwsxedcrfv
qinaide quickbrownfox qwe123456 qwe123qwe123 qweasdzxc qweasdzxc123 qwer1234 qwerasdf qwerasdfzxcv qwerty
qwerty123qwerty qwertyqwerty qwertyuiop rainbow realmadrid redis robert rockstar rockyou rockyou1 rollingstones
roosevelt root rootpassword rootroot salasana sales samantha samantha1 sample samplesample samsung saturday secret
secretpassword secure security senha september service sesame shadow shanghai shenzhen signin singapore skateboard
skywalker slipknot snowboard snowflake something spiderman spring startrek starwars stephanie strawberry success
successful summer summertime sunday sunflower sunshine sunshine1 superman superman1 supernova supervisor support
sweetheart sweetie system taiwan taobao teamwork temp temporary temppassword tencent test tester testing
testpassword testtest testtesttest texas thebeatles thepassword thequickbrownfox thinkpad thisismypassword thomas
thursday tobeornottobe tokyo toor topsecret truelove trustno1 tuesday twitter ubuntu unbelievable universe
userpassword veronica victoria volkswagen volleyball wachtwoord wang wang123456 wangwu warcraft washington wechat
wednesday weixin welcome welcome1 whatever william windows winter woaibaobao woaini woaini123 woaini123456
woaini1314 woaini520 woaiwojia woaizhongguo wobuzhidao wodemima wonderful worldofwarcraft woshishui woshiwo wsxedc
xbox360 xiaomi xiaoming yamaha yourpassword youtube zaq12wsx zaq12wsxcde3 zaq1zaq1 zhang zhang123456 zhangsan
zhongguo zxcv1234 zxcvbnm zxczxczxc
"""

COMMON = frozenset(_WORDS.split())
