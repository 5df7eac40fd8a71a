#!/bin/sh
# Makes the files beside it, as OpenSSL 3.0 and Apache's htpasswd (package apache2-utils) write them. The private keys
# and passwords are for tests only: they are public and protect nothing.
set -eu
cd "$(dirname "$0")"
authority=basicConstraints=critical,CA:TRUE
host=subjectAltName=DNS:localhost,IP:127.0.0.1

# sign NAME AUTHORITY EXTENSION: a certificate for NAME.key
sign() {
  openssl req -new -key "$1.key" -subj "/CN=$1" -addext "$3" -out "$1.csr"
  openssl x509 -req -in "$1.csr" -CA "$2.crt" -CAkey "$2.key" -days 36500 -copy_extensions copy -out "$1.crt"
  rm "$1.csr"
}

openssl ecparam -name prime256v1 -genkey -noout -out root.key
openssl req -x509 -key root.key -subj /CN=root -addext "$authority" -days 36500 -out root.crt
openssl ecparam -name prime256v1 -genkey -noout -out intermediate.key
sign intermediate root "$authority"

# Keys and certificates in each form: server.KeyShape
for curve in prime256v1 secp384r1 secp521r1 secp224r1 secp256k1; do
  openssl ecparam -name "$curve" -genkey -out "$curve.key" # EC PARAMETERS, EC PRIVATE KEY
  sign "$curve" intermediate "$host"
done
openssl ecparam -name prime256v1 -param_enc explicit -genkey -out explicit.key
openssl genrsa -traditional -out rsa.key 2048 # RSA PRIVATE KEY
openssl genpkey -algorithm ed25519 -out ed25519.key # PRIVATE KEY
for name in rsa ed25519; do sign "$name" intermediate "$host"; done

for name in prime256v1 rsa; do
  openssl pkcs8 -topk8 -nocrypt -in "$name.key" -out "$name.pkcs8.key"
  openssl pkcs8 -topk8 -in "$name.key" -passout pass:x -out "$name.encrypted.key"
done
openssl rsa -traditional -aes128 -in rsa.key -passout pass:x -out rsa.traditional-encrypted.key
openssl x509 -text -in rsa.crt -out rsa.text.crt
openssl pkcs12 -export -inkey rsa.key -in rsa.crt -certfile intermediate.crt -passout pass:x |
  openssl pkcs12 -nodes -passin pass:x -out rsa.bag.pem # with Bag Attributes

# Servers and clients: server.TestCertificate
for name in first second later prometheus.example.org prometheus untrusted; do
  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:prime256v1 -out "$name.key"
done
for name in first second later; do sign "$name" root "$host"; done
for name in prometheus.example.org prometheus; do sign "$name" root "subjectAltName=DNS:$name"; done
# The same names as prometheus.crt, of no authority.
openssl req -x509 -key untrusted.key -subj /CN=prometheus -addext subjectAltName=DNS:prometheus -days 36500 \
  -out untrusted.crt
rm root.key intermediate.key

# Users named after password and cost: UsersTest
rm -f users.htpasswd
touch users.htpasswd
for cost in 4 5 7 10 12; do htpasswd -bB -C "$cost" users.htpasswd "right-$cost" right; done
htpasswd -bB -C 5 users.htpasswd other-5 other
