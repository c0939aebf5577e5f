// The schemas of ISO 20022, as its catalogue has them, for a test that holds
// payment files against one. Nothing of it is built.
module github.com/coopledger/coopledger/tools/iso20022

go 1.26.0

require github.com/moov-io/iso20022 v0.2.1
